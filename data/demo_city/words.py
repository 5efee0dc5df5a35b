"""Words: what points of each kind are called, how many there are, and how their ids begin."""

from typing import Final

PREFIX: Final = {
    "community_college": "CC",
    "community_school": "CS",
    "neighbourhood_point": "NP",
    "senior_university": "SU",
    "social_point": "SP",
    "care_education_point": "CE",
    "experience_base": "EB",
    "humanities_stop": "HS",
    "library": "LB",
    "museum": "MU",
    "cultural_centre": "CU",
    "arts_centre": "AC",
    "adult_school": "AS",
}
SPREAD: Final = {
    "senior_university": 10,
    "social_point": 55,
    "care_education_point": 44,
    "experience_base": 20,
    "humanities_stop": 32,
    "library": 38,
    "museum": 12,
    "cultural_centre": 14,
    "arts_centre": 16,
    "adult_school": 20,
}
"""Points of each kind that stand anywhere in the city, beside those of areas and walks."""
NEIGHBOURHOOD_POINTS: Final = 190
WORDS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "community_college": (("社区学院", "Community College"),),
    "community_school": (("社区学校", "Community School"),),
    "neighbourhood_point": (("学习点", "Learning Point"),),
    "senior_university": (("老年大学", "University of the Third Age"),),
    "social_point": (
        ("书房", "Reading Room"),
        ("茶学堂", "Tea Classroom"),
        ("陶艺坊", "Pottery Studio"),
        ("乐龄学堂", "Seniors' Classroom"),
        ("布艺社", "Textile Workshop"),
        ("琴社", "Zither Society"),
        ("花艺坊", "Flower Studio"),
    ),
    "care_education_point": (
        ("长者照护之家学习点", "Elder Care House Learning Point"),
        ("养护院学习点", "Nursing Home Learning Point"),
        ("日间照料中心学习点", "Day Care Centre Learning Point"),
    ),
    "experience_base": (
        ("造纸体验基地", "Papermaking Base"),
        ("印刷体验基地", "Printing Base"),
        ("酿造体验基地", "Brewing Base"),
        ("天文体验基地", "Astronomy Base"),
        ("园艺体验基地", "Gardening Base"),
        ("非遗体验基地", "Folk Craft Base"),
    ),
    "humanities_stop": (
        ("旧宅", "Old Residence"),
        ("古井", "Old Well"),
        ("牌坊", "Memorial Arch"),
        ("旧书院", "Former Academy"),
        ("戏台", "Opera Stage"),
        ("会馆", "Guild Hall"),
        ("老茶楼", "Old Teahouse"),
        ("码头旧址", "Former Wharf"),
        ("古桥", "Old Stone Crossing"),
        ("藏书楼", "Book Tower"),
    ),
    "library": (
        ("图书馆", "Library"),
        ("图书馆分馆", "Branch Library"),
        ("城市书房", "City Reading Room"),
    ),
    "museum": (
        ("陶瓷博物馆", "Museum of Ceramics"),
        ("民俗馆", "Folk Life Museum"),
        ("水文馆", "Museum of Water"),
        ("钟表馆", "Museum of Clocks"),
        ("纺织博物馆", "Textile Museum"),
        ("票证馆", "Museum of Tickets"),
    ),
    "cultural_centre": (
        ("文化馆", "Cultural Centre"),
        ("文化活动中心", "Culture and Activity Centre"),
    ),
    "arts_centre": (
        ("艺术中心", "Arts Centre"),
        ("美术馆", "Art Gallery"),
        ("小剧场", "Studio Theatre"),
    ),
    "adult_school": (
        ("成人学校", "School for Adults"),
        ("成人职业学校", "Vocational School for Adults"),
    ),
}
