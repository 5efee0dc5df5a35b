"""What the scripts that show the way to a place say."""

from typing import Final

WALKING: Final[dict[str, tuple[str, str]]] = {
    "walk_pace": ("步行方式", "How you walk"),
    "walk_from_phone": ("从我现在的位置出发", "From where I am now"),
    "walk_from_kept": ("从“{label}”出发", "From “{label}”"),
    "walk_from_kept_unnamed": ("从刚才选的位置出发", "From the place I chose"),
    "walk_private": (
        "您的位置只用来算这一次的路线，不会被记录。",
        "Your place is used for this answer only and is written nowhere.",
    ),
    "walk_locating": ("正在定位……", "Finding your location…"),
    "walk_refused": (
        "没有得到定位许可。可在“附近学习点”输入地名。",
        "Your phone did not give its location. Type a place under “Near me”.",
    ),
    "walk_lost": ("现在无法定位，请再试一次。", "Your location cannot be found now. Try again."),
    "walk_looking": ("正在计算路线……", "Working out the way…"),
    "walk_found": ("步行 {minutes} 分钟，{distance}", "{minutes} minutes on foot, {distance}"),
    "walk_far": (
        "从那里走过来太远，或那里离街道太远。",
        "It is too far to walk from there, or that place is too far from a street.",
    ),
    "walk_failed": ("现在得不到结果，请再试一次。", "There is no answer now. Please try again."),
    "walk_metres": ("{metres} 米", "{metres} m"),
    "walk_kilometres": ("{km} 公里", "{km} km"),
    "walk_start": ("起点", "Start"),
    "map_zoom_in": ("放大", "Zoom in"),
    "map_zoom_out": ("缩小", "Zoom out"),
    "map_of": ("{name}的地图", "Map of {name}"),
}
"""Values in braces are put in by the script."""
