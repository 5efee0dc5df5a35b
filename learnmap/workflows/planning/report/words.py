"""What a coverage report says, by key and language."""

from collections.abc import Mapping
from typing import Final

from learnmap.model.languages import LANGUAGES
from learnmap.render.document import Language

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "title": ("{city}：步行可达学习点报告", "{city}: who can walk to a learning point"),
    "subtitle": (
        "数据读取日期 {day}；步行时间从家门口算到学习点门口。",
        "Read on {day}; walks are counted from door to door.",
    ),
    "fictional": (
        "含虚构数据：不得作为真实城市的依据。",
        "Holds fictional data: nothing here is true of a real city.",
    ),
    "key_share": (
        "{who}（{age}）{minutes} 分钟内能走到开放学习点",
        "of residents ({age}) reach an open point within {minutes} minutes, at the pace of: {who}",
    ),
    "key_left": (
        "人（{age}）在 {minutes} 分钟内走不到，或不在路网",
        "residents ({age}) do not within {minutes} minutes, or are on no street",
    ),
    "key_points": ("个开放学习点", "open learning points"),
    "covered": ("多少人走得到", "Who can walk there"),
    "covered_text": (
        (
            "一处住家的居民在若干分钟内「走得到」，指沿可步行的街道从家门口到最近的开放学习点门口，"
            "所需时间不超过该分钟数。已关闭、暂停开放和规划中的学习点不计。"
        ),
        (
            "Residents of a home can walk there in a number of minutes when the way along streets "
            "that may be walked, from their door to that of the nearest open point, takes no "
            "longer. Closed, paused and planned points do not count."
        ),
    ),
    "curve": (
        "在各分钟数内走得到的居民比例，按步行方式",
        "Share of residents who can walk there, by minutes and by who walks",
    ),
    "minutes_axis": ("步行分钟", "minutes of walking"),
    "by_walker": ("按步行方式", "By who walks"),
    "walker": ("步行方式", "Who walks"),
    "ages": ("居民", "Residents"),
    "all_ages": ("全部年龄", "all ages"),
    "from_age": ("{age} 岁及以上", "aged {age} and over"),
    "residents": ("居民数", "Residents"),
    "within": ("{minutes} 分钟内", "within {minutes} min"),
    "unplaced": ("不在路网", "on no street"),
    "by_area": ("按{level}", "By {level}"),
    "district": ("区", "district"),
    "street_town": ("街道（镇）", "street-town"),
    "neighbourhood": ("社区", "neighbourhood"),
    "area": ("区域", "Area"),
    "area_text": (
        "以下按{who}（{age}）计。住家按所在位置归入一个区域。",
        "Counted for {who} ({age}). A home counts in the area that it lies in.",
    ),
    "bars": (
        "{minutes} 分钟内走得到的居民比例，按{level}",
        "Share of residents who can walk there within {minutes} minutes, by {level}",
    ),
    "of_residents": ("{share}，共 {total} 人", "{share} of {total}"),
    "nobody": ("无人居住", "nobody lives here"),
    "lowest": (
        "比例最低的 {count} 个{level}",
        "The {count} with the lowest share, by {level}",
    ),
    "map": ("地图", "On the map"),
    "map_text": (
        (
            "每个六边形按其中一半居民（{who}，{age}）走到最近开放学习点所需的分钟数着色。"
            "本图为内部工作用图，没有审图号；对外公开前须依法送审。"
        ),
        (
            "Each hexagon is coloured by the minutes within which half of its residents ({who}, "
            "{age}) reach the nearest open point. The map is a working paper without an approval "
            "number; publishing it may need one."
        ),
    ),
    "map_title": (
        "居民走到最近开放学习点的分钟数",
        "Minutes that residents walk to the nearest open point",
    ),
    "up_to": ("{minutes} 分钟以内", "up to {minutes} min"),
    "between": ("{low} 至 {high} 分钟", "{low} to {high} min"),
    "beyond": ("超过 {minutes} 分钟，或走不到", "over {minutes} min, or no way"),
    "off_streets": ("一半居民不在路网", "half of the residents are on no street"),
    "open_points": ("开放的学习点", "open learning points"),
    "gaps": ("谁被落下，为什么", "Who is left out, and why"),
    "gaps_text": (
        (
            "以下六边形中有居民在 {minutes} 分钟内走不到开放学习点，或不在路网；按走不到的居民"
            "（{older}）人数排序。原因逐户判断，每个六边形写人数最多的那个。"
        ),
        (
            "In these hexagons residents reach no open point within {minutes} minutes, or are on "
            "no street; they are ranked by the residents ({older}) who do not. The reason is found "
            "home by home; a hexagon has that of most."
        ),
    ),
    "gaps_map": (
        "居民被落下的六边形，按原因着色",
        "Hexagons where residents are left out, by reason",
    ),
    "gaps_reasons": ("被落下的居民，按原因", "Residents who are left out, by reason"),
    "gaps_table": (
        "被落下的居民最多的 {count} 个六边形（共 {of} 个）",
        "The {count} hexagons, of {of}, where most are left out",
    ),
    "rank": ("序", "No."),
    "hexagon": ("六边形（H3）", "Hexagon (H3)"),
    "gap_older": ("走不到，{older}", "beyond reach, {older}"),
    "gap_all": ("走不到，{everyone}", "beyond reach, {everyone}"),
    "why": ("原因", "Why"),
    "nearest": ("最近的开放学习点", "Nearest open point"),
    "half_within": ("一半居民", "Half within"),
    "over": ("超过 {minutes} 分钟", "over {minutes} min"),
    "minutes": ("{minutes} 分钟", "{minutes} min"),
    "together": ("合计", "Together"),
    "ranked": ("表中的六边形", "hexagons of the table"),
    "no_water": (
        "街道数据中没有水域，因此不会判断出「有水域阻隔」。",
        "The streets' extract shows no water, so that none is found between.",
    ),
    "sites": ("下一批学习点应设在哪里", "Where the next points should stand"),
    "sites_text": (
        (
            "候选地点为{who}走得到的 {candidates} 个路口，相互间隔至少 {spacing} 米；从中选出至多 "
            "{most} 处，使 {minutes} 分钟内走得到学习点的居民（{age}）最多。现有学习点保留不动，"
            "来多少人都视为容得下。"
        ),
        (
            "The candidates are {candidates} street corners that can be walked to ({who}), "
            "{spacing} m apart or more. At most {most} are chosen, so that most residents "
            "({age}) have a point within {minutes} minutes. The points that stand stay, and take "
            "all who come."
        ),
    ),
    "sites_none": (
        "没有哪个路口能让更多居民走得到学习点，因此不建议新设。",
        "No corner would bring a point within reach of anybody more, so that none is proposed.",
    ),
    "sites_change": (
        "新设 {count} 处后，走得到的居民从 {before} 增至 {after}，共 {total} 人。",
        "New sites: {count}. Of {total} residents {after} are within reach then, {before} now.",
    ),
    "sites_proven": (
        (
            "已证明最优：任何选法至多覆盖 {bound} 人（差距 {gap}）；"
            "逐个挑选（贪心法）为 {greedy} 人。"
        ),
        (
            "Proven: no choice covers more than {bound} (gap {gap}). Taking one site after the "
            "other (greedy) covers {greedy}."
        ),
    ),
    "sites_unproven": (
        (
            "未证明最优：搜索在 {seconds} 秒后停止，其他选法至多可能覆盖 {bound} 人（差距 {gap}）；"
            "逐个挑选（贪心法）为 {greedy} 人。"
        ),
        (
            "Not proven: the search stopped after {seconds} s, and another choice could cover up "
            "to {bound} (gap {gap}). Taking one site after the other (greedy) covers {greedy}."
        ),
    ),
    "sites_note": (
        "路口只表示大致位置；那里有没有可用的房屋，须实地查看。",
        "A corner stands for its surroundings; go and see whether there is a building to use.",
    ),
    "sites_map": ("建议的新址", "The sites proposed"),
    "sites_drawn": ("建议的新址（编号见表）", "proposed sites, numbered as in the table"),
    "sites_table": (
        "建议的 {count} 处新址，按新增覆盖的居民排序",
        "The {count} sites proposed, by the residents that they add",
    ),
    "site": ("新址", "Site"),
    "place": ("纬度、经度", "Latitude, longitude"),
    "site_gain": ("新增覆盖", "adds"),
    "site_loss": ("缺它则少", "lost without it"),
    "sets": ("分类看", "By what is there"),
    "sets_text": (
        "每行只看一类学习点，好像没有别的一样；按{who}（{age}）计，全市。",
        "Each row looks at one set of points as if there were no other; {who} ({age}), whole city.",
    ),
    "sets_table": ("到某一类学习点", "To points of one set"),
    "sets_note": (
        (
            "「晚间」：周一至周五至少一天在 18:00 至 21:00 之间开放一小时以上；"
            "「周末」：周六或周日在 8:00 至 22:00 之间开放一小时以上；"
            "按下一个没有节假日的普通周计算。「未知」的学习点不算在该类中。"
        ),
        (
            "Evenings: open for an hour or more between 18:00 and 21:00 on some Monday to Friday; "
            "weekends: the same between 8:00 and 22:00 on a Saturday or Sunday; in the next week "
            "without a holiday. A point of which it is unknown is not in the set."
        ),
    ),
    "set": ("学习点", "Set of points"),
    "points": ("个数", "Points"),
    "points_unknown": ("未知", "Unknown"),
    "set_category": ("课程：{name}", "Taught: {name}"),
    "set_evenings": ("工作日晚间开放", "Open on weekday evenings"),
    "set_weekends": ("周末开放", "Open at weekends"),
    "set_step_free": ("已知无台阶", "Known to be step-free"),
    "aims": ("目标完成了多少", "How far aims are met"),
    "aims_text": (
        "学习点按其所在区域计算，不按步行距离：路对面的学习点可能属于另一个社区。",
        (
            "A point counts in the area that it lies in, and not by walks: the one across the "
            "street may lie in the next neighbourhood."
        ),
    ),
    "aims_table": ("有学习点的区域所占比例", "Share of areas with a point"),
    "aim": ("目标", "Aim"),
    "aim_any": ("每个{level}有一个开放学习点", "an open point in each {level}"),
    "aim_kind": ("每个{level}有一所开放的{kind}", "an open {kind} in each {level}"),
    "or": ("或", " or "),
    "areas_with": ("已有", "with"),
    "areas_all": ("共有", "of"),
    "share": ("比例", "share"),
    "lacking": (
        "尚无的{level}，居民多的在前（列出 {count} 个，共 {of} 个）",
        "Without one, by {level}, most residents first ({count} of {of})",
    ),
    "seats": ("够不够坐", "Whether there are seats enough"),
    "seats_text": (
        (
            "增强型两步移动搜索法（E2SFCA，Luo 与 Qi，2009）："
            "先把每个学习点的座位分给能走到的居民，近者多分，再把每处住家分到的座位相加。按{who}（{age}）计。"
        ),
        (
            "Enhanced two-step floating catchment area method (E2SFCA, Luo and Qi 2009): the seats "
            "of each point are shared out among the residents who can walk there, more to the "
            "near, and what each home gets is added up. For {who} ({age})."
        ),
    ),
    "seats_table": ("每百名居民分到的座位", "Seats for a hundred residents"),
    "seats_found": ("分到的座位", "Seats"),
    "per_hundred": ("每百人", "per 100"),
    "homes": ("处住家", "homes"),
    "unequal": (
        (
            "在 {groups} 个{among}之间：基尼系数 {gini}（0 为人人相同），"
            "帕尔玛比 {palma}（0.25 为人人相同）。"
        ),
        (
            "Among {groups} areas ({among}): Gini coefficient {gini} (0 where all have the same), "
            "Palma ratio {palma} (0.25 where all have the same)."
        ),
    ),
    "seats_note": (
        (
            "已知容量的学习点 {known} 个，共 {seats} 个座位；另有 {unknown} 个有课程而容量不明，"
            "{untaught} 个没有课程记录，它们不参与分配。"
        ),
        (
            "{known} points have known capacities, {seats} seats together; of {unknown} that teach "
            "something it is unknown, of {untaught} nothing is on record that is taught. These "
            "share out nothing."
        ),
    ),
    "how": ("怎样算出、依据什么", "How it was computed, and from what"),
    "sum": (
        "每张表中：走得到 + 走不到 + 不在路网 = 居民数。不在路网的居民从不算作走得到。",
        (
            "In every table: within + beyond + on no street = residents. Who is on no street never "
            "counts as within reach."
        ),
    ),
    "pace": (
        "{who}：平地每秒 {speed} 米，{steps}。",
        "{who}: {speed} m/s on the flat, {steps}.",
    ),
    "steps": ("台阶按 {factor} 倍时间计", "a metre of steps takes {factor} times as long"),
    "steps_alike": ("台阶与平路同样快", "steps are as quick as the street"),
    "no_steps": ("不走台阶", "never by steps"),
    "limits": (
        (
            "离最近街道超过 {snap:g} 米的住家，以及只挨着总长不到 {island:g} 米的孤立街道的住家，"
            "算不在路网。"
        ),
        (
            "A home over {snap:g} m from any street, or by streets that hang together over less "
            "than {island:g} m, is on no street."
        ),
    ),
    "streets": (
        "街道：{name}（{day}），{attribution}，许可 {licence}，路网 {network}。",
        "Streets: {name} ({day}), {attribution}, licence {licence}, network {network}.",
    ),
    "no_day": ("文件未注明日期", "the file tells no date"),
    "points_read": (
        "学习点：{open} 个登记为开放，{day} 读取。",
        "Learning points: {open} open ones on record, read on {day}.",
    ),
    "source": (
        "居民：{name}，{places} 处住家，{residents} 人。",
        "Residents: {name}, {places} homes, {residents} residents.",
    ),
    "no_name": ("来源未注明", "source not named"),
    "file": ("居民文件：{name}，{day} 导入。", "File of residents: {name}, imported on {day}."),
    "divided": (
        "{residents} 人的年龄段跨过 {age} 岁，未计入 {age} 岁及以上的居民。",
        (
            "{residents} residents are in age bands that begin before {age} and end after it; they "
            "are not among those counted from that age."
        ),
    ),
    "in_several": (
        "区域有重叠：{residents} 名居民在多个区域内，只计入第一个。",
        "Areas overlap: {residents} residents live in more than one; each counts in the first.",
    ),
    "in_none": (
        "区域有空缺：{residents} 名居民不在任何区域内，单独一行。",
        "Areas leave holes: {residents} residents live in none; they are in a row of their own.",
    ),
    "foot": (
        "{city}；街道 {attribution}（{licence}）；{day}",
        "{city}; streets {attribution} ({licence}); {day}",
    ),
}


def say(language: Language, key: str, **values: object) -> str:
    """Return what is said in a language, with values put in."""
    return WORDS[key][LANGUAGES.index(language)].format(**values)


def age_words(language: Language, age_from: int) -> str:
    """Return which residents are counted."""
    return say(language, "from_age", age=age_from) if age_from else say(language, "all_ages")
