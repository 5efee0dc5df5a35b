"""What the page of what is near says."""

from typing import Final

FRONT: Final[dict[str, tuple[str, str]]] = {
    "front_title": ("附近能学什么", "Learn near you"),
    "front_lead": (
        "看看从您那里步行能到哪些学习点，到达时是否开放。",
        "See which learning points you can walk to, and whether they are open when you arrive.",
    ),
    "front_description": (
        "查看从任何地点步行可到的社区学校、老年教育点和图书馆，以及到达时是否开放。",
        (
            "Community schools, places of elderly education and libraries that one can walk to"
            " from any place, and whether they are open on arrival."
        ),
    ),
    "where": ("您在哪里？", "Where are you?"),
    "where_phone": ("用我的位置", "Use my location"),
    "where_typed": ("输入地名、街道或学习点", "Type a place, street or learning point"),
    "where_typed_hint": (
        "可用汉字、拼音或首字母，例如 caoyang、cy",
        "In Chinese, pinyin, initials or English",
    ),
    "where_tap": ("也可以在地图上点一下。", "Or tap the map."),
    "where_go": ("查找", "Find"),
    "where_private": (
        "您的位置只用来算这一次步行时间，不会被记录。",
        "Your place is used for this answer only and is written nowhere.",
    ),
    "pace": ("步行方式", "How you walk"),
    "filters": ("筛选", "Filter"),
    "filter_all": ("不限", "Any"),
    "filter_kind": ("类别", "Kind"),
    "filter_category": ("课程类别", "Subject"),
    "filter_designation": ("称号", "Designation"),
    "filter_language": ("授课语言", "Language"),
    "filter_mode": ("方式", "Way of teaching"),
    "filter_free": ("只看免费", "Free of charge"),
    "filter_step_free": ("只看无台阶", "Step-free"),
    "filter_open": ("只看到达时开放", "Open when I arrive"),
    "mode_in_person": ("现场", "In person"),
    "mode_online": ("线上", "Online"),
    "mode_mobile": ("流动教学", "Mobile teaching"),
    "map": ("地图", "Map"),
    "points_list": ("本市学习点", "Learning points of the city"),
    "points_more": ("查看全部 {count} 个学习点", "All {count} learning points"),
    "points_none": ("还没有学习点。", "There are no learning points yet."),
    "meant_other": ("也可能是", "Or did you mean"),
    "no_script": (
        "未启用 JavaScript：输入地名后按“查找”，按步行时间列出附近的学习点。",
        "Without JavaScript: type a place and press Find for a list by walking time.",
    ),
}
