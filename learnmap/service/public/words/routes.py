"""What the list of walking routes and the page of one say."""

from typing import Final

ROUTES: Final[dict[str, tuple[str, str]]] = {
    "routes_title": ("人文行走线路", "Walking routes"),
    "routes_lead": (
        "一条线路串起几个学习点，按顺序慢慢走。",
        "Each route leads on foot through several learning points.",
    ),
    "routes_none": ("还没有线路。", "There are no routes yet."),
    "route_stops_count": ("{count} 站", "{count} stops"),
    "route_minutes_walk": ("步行 {minutes} 分钟", "{minutes} min on foot"),
    "route_at_a_glance": ("这条线路", "This route"),
    "route_length": ("全长", "Length"),
    "route_time": ("步行时间", "Walking time"),
    "route_time_unknown": ("走不通或不详", "not possible, or not known"),
    "route_dwell": ("停留时间", "Time at stops"),
    "route_dwell_minutes": ("合计约 {minutes} 分钟", "about {minutes} minutes in all"),
    "route_steps": ("台阶", "Steps"),
    "route_steps_none": ("沿街的路上没有台阶", "No steps along the streets"),
    "route_steps_some": ("{flights} 处，共 {metres} 米", "in {flights} places, {metres} m in all"),
    "route_steps_one": ("1 处，{metres} 米", "in 1 place, {metres} m"),
    "route_rest": ("可以歇脚", "Places to rest"),
    "route_rest_note": (
        "途中的馆所；是否开放请看各站页面。",
        "Indoor stops on the way; see their pages for opening hours.",
    ),
    "route_drawn_note": (
        "地图上的线由来源给出；逐站走法沿街道计算，个别地方可能不同。",
        "The line on the map is the source’s; the directions are along streets and may differ.",
    ),
    "route_pace": (
        "各段分钟数按“{who}”的步行速度计算。",
        "Minutes of each part are for: {who}.",
    ),
    "route_stops": ("站点和走法", "Stops and directions"),
    "route_stop_dwell": ("停留约 {minutes} 分钟", "about {minutes} minutes here"),
    "route_leg": (
        "步行到下一站：{distance}，{minutes} 分钟",
        "To the next stop: {distance}, {minutes} min",
    ),
    "route_leg_steps": ("途中有台阶 {metres} 米", "with {metres} m of steps"),
    "route_leg_none": (
        "走不到下一站：沿街道没有通路。",
        "The next stop cannot be reached on foot along streets.",
    ),
    "route_leg_how": ("怎么走", "Directions"),
    "route_step_free": (
        "无台阶走法：{distance}，{minutes} 分钟",
        "Without steps: {distance}, {minutes} min",
    ),
    "route_step_free_none": ("没有无台阶的走法", "There is no way without steps"),
    "route_downloads": ("带走", "Take it along"),
    "route_gpx": ("GPX 文件（导航软件用）", "GPX file, for navigation apps"),
    "route_geojson": ("GeoJSON 数据", "GeoJSON data"),
    "route_check_in": ("打卡", "Check in"),
    "route_source": ("来源：{source}", "Source: {source}"),
    "route_description": (
        "{count} 站，{distance}。{theme}",
        "{count} stops, {distance}. {theme}",
    ),
    "route_map": ("线路地图", "Map of the route"),
}

FOLLOWING: Final[dict[str, tuple[str, str]]] = {
    "follow": ("跟着走", "Follow along"),
    "follow_lead": (
        "屏幕亮着时，用手机定位告诉您下一站还有多远。",
        "While the screen is on, your phone’s location tells how far the next stop is.",
    ),
    "follow_private": (
        "位置只在您的手机上计算，不会发送出去。",
        "Your location stays on your phone and is sent nowhere.",
    ),
    "follow_start": ("开始", "Start"),
    "follow_end": ("结束", "End"),
    "follow_next": ("下一站", "Next stop"),
    "follow_before": ("上一站", "Previous stop"),
    "follow_towards": ("第 {number} 站：{name}", "Stop {number}: {name}"),
    "follow_left": ("还有 {distance}", "{distance} to go"),
    "follow_away": ("离路线约 {distance}", "About {distance} off the route"),
    "follow_here": ("到了：{name}", "You are at {name}"),
    "follow_rough": (
        "定位不太准，误差约 {metres} 米",
        "Location is rough, within about {metres} m",
    ),
    "follow_done": ("走完了，辛苦了！", "That was the last stop. Well done!"),
}
"""What the script of following says besides; values in braces are put in by it."""
