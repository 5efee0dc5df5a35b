"""What the scripts of the page of what is near say."""

from typing import Final

SCRIPT: Final[dict[str, tuple[str, str]]] = {
    "from": ("从", "From"),
    "other_place": ("更换", "Change"),
    "start_here": ("从这里出发", "Start from here"),
    "here_phone": (
        "手机定位（误差约 {metres} 米）",
        "Your phone’s location (within about {metres} m)",
    ),
    "here_map": ("地图上选的位置", "The place you tapped"),
    "forget": ("清除", "Forget it"),
    "locating": ("正在定位……", "Finding your location…"),
    "locating_refused": (
        "没有得到定位许可。请输入地名，或在地图上点一下。",
        "Your phone did not give its location. Type a place or tap the map instead.",
    ),
    "locating_failed": (
        "现在无法定位。请输入地名，或在地图上点一下。",
        "Your location cannot be found now. Type a place or tap the map instead.",
    ),
    "looking": ("正在计算步行时间……", "Working out the walks…"),
    "found_count": (
        "{minutes} 分钟内步行可到 {count} 个学习点",
        "{count} learning points within {minutes} minutes on foot",
    ),
    "found_one": (
        "{minutes} 分钟内步行可到 1 个学习点",
        "1 learning point within {minutes} minutes on foot",
    ),
    "found_nearest": (
        "{minutes} 分钟内步行到不了任何学习点。最近的是：",
        "No learning point is within {minutes} minutes on foot. The nearest are:",
    ),
    "found_nothing": (
        "附近没有步行可到的学习点。",
        "There is no learning point that you could walk to.",
    ),
    "found_filtered": (
        "筛选后没有结果，可放宽条件。",
        "Nothing fits the filter; try with less of it.",
    ),
    "clear_filters": ("取消筛选", "Clear the filter"),
    "online_offerings": ("在家也能学", "Learn at home, online"),
    "minutes_walk": ("{minutes} 分钟", "{minutes} min"),
    "right_here": ("就在这里", "Right here"),
    "metres": ("{metres} 米", "{metres} m"),
    "kilometres": ("{km} 公里", "{km} km"),
    "straight_line": (
        "直线距离 {distance}，步行时间不详",
        "{distance} as the crow flies; no walk known",
    ),
    "open_now": ("现在开放", "Open now"),
    "open_arrival": ("到达时开放", "Open when you arrive"),
    "open_arrival_until": ("到达时开放，{time} 关门", "Open when you arrive, until {time}"),
    "opens_before": ("{time} 开门，到达时开放", "Opens at {time}, before you arrive"),
    "closes_before": ("{time} 关门，走到时已关", "Closes at {time}, before you could arrive"),
    "closed_opens": ("现在关门，{time} 开门", "Closed now; opens {time}"),
    "closed_now": ("现在关门", "Closed now"),
    "hours_unknown": ("开放时间未登记", "Opening hours not recorded"),
    "temporarily_closed": ("暂停开放", "Temporarily closed"),
    "planned": ("规划中", "Planned"),
    "next_session": ("下一场：{when} {name}", "Next: {when}, {name}"),
    "session_now": ("正在进行：{name}（到 {time}）", "On now: {name} (until {time})"),
    "mobile_here": ("流动教学", "mobile teaching"),
    "invented": ("演示数据", "Demonstration data"),
    "free": ("免费", "Free"),
    "step_free": ("无台阶", "Step-free"),
    "partly": ("部分无台阶", "Partly step-free"),
    "steps": ("有台阶", "Steps"),
    "show_walk": ("怎么走", "Show the way"),
    "hide_walk": ("收起路线", "Hide the way"),
    "call": ("打电话 {phone}", "Call {phone}"),
    "show_more_points": ("再显示 {count} 个", "Show {count} more"),
    "results_for": ("找到 {count} 个地方", "{count} places found"),
    "results_none": (
        "没有找到这个地方。换个写法，或在地图上点一下。",
        "No such place was found. Try another spelling, or tap the map.",
    ),
    "sort_point": ("学习点", "learning point"),
    "sort_area": ("地区", "area"),
    "sort_street": ("街道", "street"),
    "sort_address": ("地址", "address"),
    "off_street": (
        "这里离街道太远，请选离街道近一些的位置。",
        "This place is too far from any street. Choose one nearer to a street.",
    ),
    "too_many": ("请求太多，请过一会儿再试。", "Too many requests. Please try again in a moment."),
    "failed": ("现在得不到结果，请再试一次。", "There is no answer now. Please try again."),
    "offline": (
        "没有网络。显示的是 {date} 的结果，是否开放请以当时为准。",
        "No network. This is the answer of {date}; what was open then may have changed.",
    ),
    "offline_new": (
        "没有网络，不能计算新位置的步行时间。",
        "Without a network, walks from a new place cannot be worked out.",
    ),
    "zoom_in": ("放大", "Zoom in"),
    "zoom_out": ("缩小", "Zoom out"),
    "map_label": (
        "地图。点一下选择您的位置；同样内容见列表。",
        "Map. Tap to choose your place; the list says the same.",
    ),
    "tomorrow": ("明天", "tomorrow"),
}
"""Values in braces are put in by the script."""
