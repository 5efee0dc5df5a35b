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
