"""What every page for everybody says."""

from typing import Final

GENERAL: Final[dict[str, tuple[str, str]]] = {
    "site": ("学习地图", "Learning map"),
    "skip": ("跳到正文", "Skip to the content"),
    "other_language": ("English", "中文"),
    "large_print": ("大字版", "Large print"),
    "usual_print": ("标准字", "Usual print"),
    "to_front": ("附近学习点", "Near me"),
    "to_points": ("全部学习点", "All learning points"),
    "to_routes": ("人文行走", "Walking routes"),
    "to_editions": ("年度地图", "Yearly maps"),
    "today": ("今天", "today"),
    "menu": ("菜单", "Menu"),
    "fictional": ("演示数据", "Demonstration data"),
    "fictional_note": (
        "这里的学习点是为演示而虚构的。",
        "The learning points here are invented for demonstration.",
    ),
    "about_data": (
        "街道数据 © OpenStreetMap 贡献者。步行时间沿街道计算。",
        "Streets © OpenStreetMap contributors. Walking times are along streets.",
    ),
}
