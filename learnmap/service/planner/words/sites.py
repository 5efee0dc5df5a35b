"""What the page of the next sites says."""

from typing import Final

SITES: Final[dict[str, tuple[str, str]]] = {
    "room_sites": ("新址", "Next sites"),
    "sites": ("下一批学习点应设在哪里", "Where the next points should stand"),
    "sites_lead": (
        (
            "在步行可达的路口中选出能让最多居民走得到学习点的地方。现有学习点保留不动。计算需要几秒钟，"
            "至多约半分钟。"
        ),
        (
            "Street corners are chosen that bring a point within reach of most residents. The "
            "points that stand stay. It takes seconds, and about half a minute at most."
        ),
    ),
    "sites_model": ("目标", "Aim"),
    "sites_model_most_covered": ("覆盖最多居民", "Most residents covered"),
    "sites_model_shortest_walks": ("平均步行最短", "Shortest mean walk"),
    "sites_count": ("新设几处", "New sites, at most"),
    "sites_spacing": ("路口间隔", "Between corners, at least"),
    "sites_metres": ("{metres} 米", "{metres} m"),
    "sites_floor": ("每个区域至少覆盖", "Covered in each area, at least"),
    "sites_no_floor": ("不设下限", "no floor"),
    "sites_as_far": ("{share}，做不到的区域尽力而为", "{share}, or as far as corners reach"),
    "sites_refused": ("无法这样选址", "Nothing can be chosen so"),
    "sites_figures": ("结果", "What comes of it"),
    "sites_before": (
        "现在：{covered} 能走到 + {uncovered} 走不到 + {unplaced} 不在路网 = {total}（{share}）",
        "Now: {covered} within + {uncovered} beyond + {unplaced} on no street = {total} ({share})",
    ),
    "sites_after": (
        "新设后：{covered} 能走到 + {uncovered} 走不到 + {unplaced} 不在路网 = {total}（{share}）",
        "Then: {covered} within + {uncovered} beyond + {unplaced} on no street = {total} ({share})",
    ),
    "sites_mean": (
        "平均步行从 {before} 分钟减至 {after} 分钟；走不到的居民按 {penalty} 分钟计。",
        (
            "The mean walk falls from {before} to {after} min; whoever no point reaches counts as "
            "{penalty} min."
        ),
    ),
    "sites_proven": (
        "已证明最优：任何选法最好为 {bound}（差距 {gap}）。",
        "Proven: the best that any choice could come to is {bound} (gap {gap}).",
    ),
    "sites_unproven": (
        "未证明最优：搜索在 {seconds} 秒后停止，其他选法最好可能为 {bound}（差距 {gap}）。",
        (
            "Not proven: the search stopped after {seconds} s, and another choice could come to "
            "{bound} (gap {gap})."
        ),
    ),
    "sites_greedy": (
        "逐个挑选（贪心法）：{value}。",
        "One site after the other (greedy): {value}.",
    ),
    "sites_no_greedy": (
        "逐个挑选（贪心法）找不到满足全部条件的选法。",
        "One site after the other (greedy) finds no choice that keeps all conditions.",
    ),
    "sites_value_residents": ("覆盖 {value} 人", "{value} residents covered"),
    "sites_value_walk": ("平均步行 {value} 分钟", "a mean walk of {value} min"),
    "sites_origin": ("这些数字怎样算出", "How these figures were computed"),
    "sites_formula_most_covered": (
        (
            "在至多 {count} 处新址中，使从门口走到最近学习点不超过 {minutes} 分钟的居民"
            "（{age}，{profile}，{points}）最多：最大覆盖选址模型（Church 与 ReVelle，1974），由 "
            "HiGHS 求解。"
        ),
        (
            "Of all choices of at most {count} sites, the one with most residents ({age}) from "
            "whose door a point is within {minutes} minutes ({profile}, {points}): the maximal "
            "covering location problem (Church and ReVelle 1974), solved by HiGHS."
        ),
    ),
    "sites_formula_shortest_walks": (
        (
            "在至多 {count} 处新址中，使居民（{age}，{profile}，{points}）走到最近学习点的平均时间"
            "最短，超过 {minutes} 分钟的按 {minutes} 分钟计：p-中位模型（Hakimi，1964），"
            "由 HiGHS 求解。"
        ),
        (
            "Of all choices of at most {count} sites, the one with the shortest mean walk of "
            "residents ({age}) to the nearest point, each counted up to {minutes} minutes "
            "({profile}, {points}): the p-median problem (Hakimi 1964), solved by HiGHS."
        ),
    ),
    "sites_candidates": ("候选地点", "Candidates"),
    "sites_candidates_words": (
        "{count} 个路口，相互间隔至少 {spacing} 米",
        "{count} street corners, {spacing} m apart or more",
    ),
    "sites_map": ("建议的新址在地图上", "The sites on the map"),
    "sites_drawn": ("建议的新址（编号见表）", "proposed sites, numbered as in the table"),
    "sites_standing": ("开放的学习点", "open learning points"),
    "sites_table": ("建议的新址", "The sites proposed"),
    "sites_none": (
        "没有哪个路口能有所改善，因此不建议新设。",
        "No corner would improve anything, so that none is proposed.",
    ),
    "sites_rank": ("序", "Rank"),
    "sites_site": ("新址", "Site"),
    "sites_place": ("纬度、经度", "Latitude, longitude"),
    "sites_area": ("区域", "Area"),
    "sites_gain": ("新增覆盖", "Adds"),
    "sites_gain_s": ("平均步行缩短（秒）", "Shortens the mean walk (s)"),
    "sites_loss": ("缺它则少", "Lost without it"),
    "sites_try": (
        "放进假设方案试试（作为“{kind}”）",
        "Try these in a scenario (as: {kind})",
    ),
    "sites_hint": (
        "路口只表示大致位置；那里有没有可用的房屋，须实地查看。",
        "A corner stands for its surroundings; go and see whether there is a building to use.",
    ),
    "sites_areas": ("各区域前后对比", "Areas before and after"),
    "sites_now": ("现在", "Now"),
    "sites_then": ("新设后", "Then"),
}
