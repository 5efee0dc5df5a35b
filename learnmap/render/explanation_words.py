"""Words of an explanation in Chinese and English: one sentence for each finding.

``{name}`` is a place that is filled from the finding's values by what the name ends in.
"""

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "joined": (
        "{door}接入{street}，相距 {distance_m}。",
        "The {door} joins {street}, {distance_m} away.",
    ),
    "joined_at": ("{door}就在{street}上。", "The {door} lies on {street}."),
    "across": (
        "但从那里到{door}的直线隔着{obstacle}：请核实出入口的位置。",
        (
            "But {obstacle} lies on the straight way from there to the {door}: check where the"
            " entrance is."
        ),
    ),
    "too_far": (
        "没有步行范围：最近的可走道路是{street}，离{door} {distance_m}，超出 {limit_m}的限值。",
        (
            "No catchment: the nearest street that can be walked, {street}, is {distance_m} from"
            " the {door}, over the limit of {limit_m}."
        ),
    ),
    "nothing_near": (
        "没有步行范围：两公里内没有可走的道路。",
        "No catchment: there is no street that can be walked within 2 km.",
    ),
    "island": (
        "没有步行范围：{door}旁只有{street}（{distance_m}），它和所连的共 {part_m}道路是孤立的。",
        (
            "No catchment: the only street at the {door} is {street} ({distance_m}), and the"
            " {part_m} of street that it is part of lead nowhere else."
        ),
    ),
    "gap": (
        (
            "这些道路在{directions} {distance_m}处离其他道路最近，相隔 {gap_m}；"
            "若实际可以走通，请在 OpenStreetMap 中接上。"
        ),
        (
            "They come nearest to other streets {distance_m} to {directions}, where {gap_m}"
            " are missing; if one can walk there, join them in OpenStreetMap."
        ),
    ),
    "gap_touches": (
        (
            "它们在{directions} {distance_m}处与其他道路相碰而没有接上；"
            "若不是立交，请在 OpenStreetMap 中接上。"
        ),
        (
            "They touch or cross another street {distance_m} to {directions} without being"
            " joined to it; unless it is a bridge, join them in OpenStreetMap."
        ),
    ),
    "gap_none": (
        "这些道路周围 {look_m}内没有其他可走的道路。",
        "No other street that can be walked comes within {look_m} of them.",
    ),
    "link": (
        "它们与其他道路之间隔着{kind}：{directions} {distance_m}处，{street}。",
        "They are cut off by {kind} on {street}, {distance_m} to {directions}.",
    ),
    "link_excluded": (
        "从它们接出去的{street}因 {tag} 不许步行。",
        "From them {street} goes on, but {tag} keeps feet out.",
    ),
    "mainland": (
        "最近的、与路网相连的道路在 {distance_m}外，限值为 {limit_m}。",
        "The nearest street that leads on is {distance_m} away; the limit is {limit_m}.",
    ),
    "passed_excluded": (
        "更近的{street}（{distance_m}）不能用：{tag} 不许步行。",
        "Nearer is {street} ({distance_m}), but {tag} keeps feet out.",
    ),
    "passed_not_passable": (
        "更近的{street}（{distance_m}）不能用：这种步行方式走不了。",
        "Nearer is {street} ({distance_m}), but this walker cannot pass it.",
    ),
    "passed_island": (
        "更近的{street}（{distance_m}）没有用：它与路网不相连。",
        "Nearer is {street} ({distance_m}), but it leads nowhere else.",
    ),
    "part": (
        "它所在的连通路网共 {part_m}，占数据中可走道路的 {part_share}。",
        (
            "That street belongs to {part_m} of connected street, {part_share} of what can be"
            " walked in the data."
        ),
    ),
    "door": (
        "从街道到门口就要走 {door_s}，各时限都少了这么多。",
        "The way from the street to the door takes {door_s} of every time.",
    ),
    "door_too_long": (
        "从街道到门口要走 {door_s}，所以 {time_s}的范围是空的。",
        "From the street to the door takes {door_s}, so that nobody comes within {time_s}.",
    ),
    "ratio": (
        (
            "{time_s}的范围为 {area_m2}，占半径 {radius_m}的圆的 {circle_share}；"
            "均匀细密的方格路网约占 {grid_share}。"
        ),
        (
            "The catchment of {time_s} has {area_m2}, {circle_share} of the open circle of"
            " {radius_m} radius; an even, fine grid of streets reaches about {grid_share}."
        ),
    ),
    "direction": (
        "{directions}只覆盖了圆的 {circle_share}：{causes}。",
        "To {directions} it covers only {circle_share} of the circle: {causes}.",
    ),
    "cut": (
        (
            "{kinds}使人绕行（{count} 处）；绕得最远的是{directions} {distance_m}处的{street}："
            "一侧走 {soon_s}，另一侧走 {late_s}。"
        ),
        (
            "Because of {kinds} ({count}) one goes a long way round; the worst is on {street},"
            " {distance_m} to {directions}: {soon_s} from one side, {late_s} from the other."
        ),
    ),
    "cut_shut": (
        (
            "{kinds}挡住去路（{count} 处），例如{directions} {distance_m}处的{street}："
            "一侧走 {soon_s}，另一侧 {late_s}内走不到。"
        ),
        (
            "The way is barred by {kinds} ({count}), such as on {street}, {distance_m} to"
            " {directions}: {soon_s} from one side, over {late_s} from the other."
        ),
    ),
    "excluded_near": (
        "{near_m}内不许步行的道路：{closed}。",
        "Within {near_m}, feet are kept out of {closed}.",
    ),
    "excluded_none": (
        "{near_m}内没有不许步行的道路。",
        "Within {near_m} no street is closed to feet.",
    ),
    "outline_water": ("轮廓有 {length_m}沿水岸。", "Of its outline {length_m} follow a shore."),
    "outline_waterway": (
        "轮廓有 {length_m}沿河流或运河。",
        "Of its outline {length_m} follow a river, a canal or a coast.",
    ),
    "outline_railway": (
        "轮廓有 {length_m}沿铁路。",
        "Of its outline {length_m} follow a railway.",
    ),
    "outline_motorway": (
        "轮廓有 {length_m}沿高速公路。",
        "Of its outline {length_m} follow a motorway.",
    ),
    "ends": (
        "范围内有 {count} 个路头，其中 {excluded_count} 个接着不许步行的道路。",
        (
            "Ends of streets within reach: {count}; at {excluded_count} of them a street goes on"
            " that feet may not use."
        ),
    ),
    "status_closed": (
        "该学习点已关闭，不计算步行范围；以下按开放说明。",
        "The point is closed and has no catchment; this is what it would have.",
    ),
    "stored_differs": (
        "已存的步行范围与此不同：请运行 learnmap catchments compute。",
        "The stored catchment differs from this one: run `learnmap catchments compute`.",
    ),
    "stored_none": (
        "尚未存有步行范围：请运行 learnmap catchments compute。",
        "No catchment is stored yet: run `learnmap catchments compute`.",
    ),
}
"""Each finding's sentence in Chinese and English, in this order."""

PARTS: Final[dict[str, tuple[str, str]]] = {
    "beyond": (
        "其余部分 {rest_share}在数据范围以外",
        "{rest_share} of the rest is beyond the data",
    ),
    "water": ("其余部分 {rest_share}是水面", "{rest_share} of the rest is water"),
    "cuts": ("有 {count} 处过不去要绕远", "places that cannot be passed: {count}"),
    "excluded": ("{length_m}道路因 {tag} 不许步行", "{length_m} of street with {tag}"),
    "behind_water": (
        "其余陆地 {land_share}隔着水",
        "{land_share} of the land in the rest lies across water",
    ),
    "behind_railway": (
        "其余陆地 {land_share}隔着铁路",
        "{land_share} of the land in the rest lies across a railway",
    ),
    "behind_motorway": (
        "其余陆地 {land_share}隔着高速公路",
        "{land_share} of the land in the rest lies across a motorway",
    ),
    "few_streets": (
        "其余部分几乎没有可走的道路（{street_m}）",
        "hardly any street to walk in the rest ({street_m})",
    ),
    "detour": (
        "其余部分有 {street_m}可走的道路，但沿路走去太远",
        "{street_m} of street in the rest, but along the streets it is too far",
    ),
    "closed": ("{length_m}（{tag}）", "{length_m} of street by {tag}"),
}
"""Parts of sentences in both languages: why little of a direction is covered, and what is shut."""

DIRECTIONS: Final[dict[str, tuple[str, str]]] = {
    "north": ("北", "north"),
    "north_east": ("东北", "north-east"),
    "east": ("东", "east"),
    "south_east": ("东南", "south-east"),
    "south": ("南", "south"),
    "south_west": ("西南", "south-west"),
    "west": ("西", "west"),
    "north_west": ("西北", "north-west"),
}
KINDS: Final[dict[str, tuple[str, str, str]]] = {
    "closed_barrier": ("关闭的门或障碍", "a closed gate or barrier", "closed gates or barriers"),
    "unjoined": (
        "画在同一点却没有接上的道路",
        "streets that are drawn to one place and not joined",
        "streets that are drawn to one place and not joined",
    ),
    "step_barrier": (
        "翻越口、转门或高路缘",
        "a stile, turnstile or raised kerb",
        "stiles, turnstiles or raised kerbs",
    ),
    "steps": ("台阶", "steps", "steps"),
    "not_step_free": (
        "轮椅不能通行的路",
        "a way that is not step-free",
        "ways that are not step-free",
    ),
}
"""What stops a walker: in Chinese, one and several in English."""
DOORS: Final[dict[str, tuple[str, str]]] = {
    "entrance": ("出入口", "entrance"),
    "site": ("学习点", "site"),
}
OBSTACLES: Final[dict[str, tuple[str, str]]] = {
    "water": ("水", "water"),
    "railway": ("铁路", "a railway"),
    "motorway": ("高速公路", "a motorway"),
}
ALL_SIDES: Final = ("各个方向", "all sides")
