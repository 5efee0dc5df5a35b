"""What the page of gaps says."""

from typing import Final

GAPS: Final[dict[str, tuple[str, str]]] = {
    "room_gaps": ("盲区", "Gaps"),
    "gaps": ("覆盖盲区", "Gaps in the coverage"),
    "gaps_lead": (
        "哪里住着走不到开放学习点的居民，按所选年龄的人数排名，并说明原因。",
        (
            "Where residents live who cannot walk to an open learning point in time, ranked by "
            "those of the age that is counted, and why."
        ),
    ),
    "ask_parts": ("按什么划分", "By which parts"),
    "parts_hexagons": ("六边形（H3）", "Hexagons (H3)"),
    "parts_neighbourhood": ("居村委", "Neighbourhoods and villages"),
    "parts_street_town": ("街镇", "Sub-districts and towns"),
    "parts_district": ("区", "Districts"),
    "gaps_sum": (
        "{age}：{covered} 能走到 + {uncovered} 走不到 + {unplaced} 不在路网 = {total}",
        "{age}: {covered} within + {uncovered} beyond + {unplaced} on no street = {total}",
    ),
    "gaps_where": (
        "{count} 处有居民走不到，共 {all} 处有人居住。",
        "Residents are left out in {count} of {all} parts where anybody lives.",
    ),
    "gaps_reasons": ("原因", "Reasons"),
    "gaps_reasons_chart": (
        "走不到的居民各因为什么（{age}）",
        "Why residents are left out ({age})",
    ),
    "gaps_reason_bar": ("{count} 人（{share}）", "{count} ({share})"),
    "gaps_table": ("盲区排名", "Gaps by rank"),
    "gaps_some": (
        "下面是前 {count} 处；文件中有全部。",
        "The first {count} are below; the files have all of them.",
    ),
    "gaps_none": ("没有居民走不到。", "Nobody is left out."),
    "gaps_rank": ("名次", "Rank"),
    "gaps_part": ("地点", "Place"),
    "gaps_older": ("走不到（{age}）", "Left out ({age})"),
    "gaps_everyone": ("走不到（全部年龄）", "Left out (all ages)"),
    "gaps_why": ("主要原因", "Main reason"),
    "gaps_nearest": ("最近的学习点", "Nearest point"),
    "gaps_far": ("{minutes} 分钟以上", "over {minutes} min"),
    "gaps_nearest_words": ("{minutes} 分钟，{name}", "{minutes} min, {name}"),
    "gaps_outside": ("不在任何区域内", "in no area"),
    "gaps_hexagon": ("六边形 {id}", "hexagon {id}"),
    "gaps_show": ("在地图上看第 {rank} 处", "Show number {rank} on the map"),
    "gaps_origin": ("这些数字怎样算出", "How these figures were computed"),
    "gaps_formula": (
        (
            "走不到 = 步行到最近的开放学习点超过 {minutes} 分钟的住家的居民 + 不在路网的居民，"
            "从门口走到门口（{profile}，{points}）。原因按固定次序，取住家的第一个成立的；"
            "一处的主要原因是其中多数居民的原因。"
        ),
        (
            "Left out = residents of homes from which the walk to the nearest open point takes "
            "more than {minutes} minutes, door to door ({profile}, {points}), and those on no "
            "street. Of the reasons, looked for in a fixed order, the first that is true of a "
            "home counts; the main one of a part is that of most of its residents."
        ),
    ),
    "gaps_water": (
        "街道数据里没有水域，所以找不出“被水隔开”的原因。",
        "The extract of the streets shows no water, so that none is found between.",
    ),
    "in_several": (
        "区域有重叠：{count} 名居民在多个区域内，只计入第一个。",
        "Areas overlap: {count} residents live in more than one; each counts in the first.",
    ),
    "in_none": (
        "区域有空缺：{count} 名居民不在任何区域内，单独一行。",
        "Areas leave holes: {count} residents live in none; they are in a row of their own.",
    ),
    "export_parquet": ("GeoParquet", "GeoParquet"),
    "map_gaps": ("盲区", "Gaps"),
}
