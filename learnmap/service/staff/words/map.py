"""What is said at a map on a page for staff."""

from typing import Final

MAP: Final[dict[str, tuple[str, str]]] = {
    "map": ("地图", "Map"),
    "zoom_in": ("放大", "Zoom in"),
    "zoom_out": ("缩小", "Zoom out"),
    "map_off": (
        "浏览器没有运行脚本，所以不显示地图；下面的各项仍可填写。",
        "The map needs a script, which this browser does not run; all fields below still work.",
    ),
    "no_streets_yet": (
        "还没有街道数据，所以没有底图；请先运行 learnmap network build。",
        "There are no streets yet, so there is no base map; run learnmap network build first.",
    ),
}
