"""What is said at the planners' map."""

from typing import Final

MAP: Final[dict[str, tuple[str, str]]] = {
    "map_title": ("地图", "Map"),
    "map_hint": (
        "点地图上的一处看它的数字；用键盘时，先移动地图，再按回车看地图正中的一处。",
        (
            "Choose a place on the map to read its figures; by keyboard, move the map and press "
            "Enter for the place in its middle."
        ),
    ),
    "map_layers": ("图层", "Layers"),
    "map_residents": ("居民（六边形）", "Residents, in hexagons"),
    "map_points": ("学习点", "Learning points"),
    "map_areas": ("区域边界", "Outlines of areas"),
    "map_legend": ("图例", "Legend"),
    "map_picked": ("所选的地方", "The chosen place"),
    "map_needs_script": (
        "地图需要脚本；下面的表和数字不需要。",
        "The map needs a script; the table and figures below do not.",
    ),
}

MAP_SCRIPT: Final[dict[str, tuple[str, str]]] = {
    "class_within": (
        "一半居民走 {minutes} 分钟或更少",
        "half of the residents walk {minutes} min or less",
    ),
    "class_beyond": (
        "一半居民要走 {minutes} 分钟以上",
        "half of the residents walk more than {minutes} min",
    ),
    "class_limit": (
        "粗框：有居民走不到（超过 {minutes} 分钟或不在路网）",
        "heavy outline: some residents live beyond {minutes} min or on no street",
    ),
    "class_crowd": (
        "颜色越实，居民越多：最多 {first} 人、{second} 人、更多",
        "the stronger the colour, the more residents: up to {first}, up to {second}, more",
    ),
    "class_point": ("圆点：开放的学习点", "dot: an open learning point"),
    "class_unjoined": (
        "空心圆点：没有接入路网的学习点",
        "hollow dot: a point that joins no street",
    ),
    "picked_none": ("这里没有居住的居民。", "Nobody who is counted lives here."),
    "picked_id": ("H3 六边形 {id}", "H3 hexagon {id}"),
    "picked_median": ("一半居民走到最近学习点不超过", "half of them walk no longer than"),
    "picked_far": ("{minutes} 分钟以上，或走不到", "over {minutes} min, or no way there"),
    "picked_minutes": ("{minutes} 分钟", "{minutes} min"),
    "picked_total": ("居民", "Residents"),
    "picked_within": ("{minutes} 分钟内", "Within {minutes} min"),
    "picked_beyond": ("超过 {minutes} 分钟", "Beyond {minutes} min"),
    "picked_unplaced": ("不在路网", "On no street"),
    "class_gap": (
        "红色：有居民走不到的地方；名次越前越深",
        "red: residents are left out here; the higher the rank, the darker",
    ),
    "class_gap_rank": ("数字：前 {count} 名的名次", "number: the rank of the first {count}"),
    "picked_no_gap": ("这里没有盲区。", "There is no gap here."),
    "class_gained": (
        "蓝框：方案中有更多居民走得到",
        "blue outline: more residents reach a point with the scenario",
    ),
    "class_lost": (
        "红虚框：方案中有居民走不到了",
        "red dashes: fewer residents reach a point with the scenario",
    ),
    "class_added": ("＋：新的或搬来的学习点", "+: a point that is new or moved here"),
    "picked_no_point": ("附近没有开放的学习点。", "No open point is near here."),
    "picked_gained": (
        "居民 {total} 人；走得到的居民变化 {gained}",
        "{total} residents; within reach {gained}",
    ),
    "step_failed": (
        "没有做成（{status}）：可能已退出登录。请另开一页登录，再回到这里重试。",
        (
            "This was not done ({status}): you may be logged out. Log in in another tab, then "
            "try again here."
        ),
    ),
    "map_failed": (
        "地图没有收到数据，请重新计算。",
        "The map received no data; compute again.",
    ),
}
"""What the script says; its values are put in there."""
