"""What the checks before publishing found, in Chinese; they say it in English themselves."""

import re
from typing import Final

_SENTENCES: Final[tuple[tuple[str, str], ...]] = (
    (r"import (\d+) of (.*) waits in quarantine", "第 {0} 次导入（{1}）还在隔离中"),
    (r"(\d+) catchments are missing or out of date", "{0} 个步行可达范围缺少或已过时"),
    (
        r"(\S+), (\S+) minutes: (\S+) of the places are wrongly inside .*, above (\S+)",
        "{0}，{1} 分钟：{2} 的地点被误算在范围内，高于 {3}",
    ),
    (
        r"(\S+), (\S+) minutes: (\S+) of the places are wrongly outside .*, above (\S+)",
        "{0}，{1} 分钟：{2} 的地点被误算在范围外，高于 {3}",
    ),
    (r"(\d+) points were never assured: (.*)", "{0} 个学习点从未核实：{1}"),
    (r"(\d+) points were last assured before (\S+): (.*)", "{0} 个学习点自 {1} 起没有再核实：{2}"),
    (
        r"(\d+) points have an assured date after today, (\S+): (.*)",
        "{0} 个学习点的核实日期晚于今天（{1}）：{2}",
    ),
    (r"(\d+) cities have no name in (\w+): .*", "城市没有{1}名称"),
    (r"(\d+) points have no name in (\w+): (.*)", "{0} 个学习点没有{1}名称：{2}"),
    (r"(\d+) areas have no name in (\w+): (.*)", "{0} 个行政区划没有{1}名称：{2}"),
    (r"(\d+) offerings have no name in (\w+): (.*)", "{0} 门课程没有{1}名称：{2}"),
    (r"(\d+) categories have no name in (\w+): (.*)", "{0} 个课程类别没有{1}名称：{2}"),
    (r"(\d+) routes have no name in (\w+): (.*)", "{0} 条线路没有{1}名称：{2}"),
    (r"(\d+) themes of routes have no name in (\w+): (.*)", "{0} 条线路的主题没有{1}名称：{2}"),
    (
        r"the accuracy of the catchments of (.*) is not certified for this .*",
        "{0} 的可达范围误差还没有按现在的路网和设置认证",
    ),
    (
        r"(\d+) points lack a catchment, since they join no street: (.*)",
        "{0} 个学习点接不上街道，没有步行可达范围：{1}",
    ),
    (r"(\d+) open points have no opening hours: (.*)", "{0} 个开放的学习点没有开放时间：{1}"),
    (r"(\d+) points have no address: (.*)", "{0} 个学习点没有地址：{1}"),
    (r"(\d+) points are fictional, in a real city: (.*)", "真实城市里有 {0} 个虚构的学习点：{1}"),
    (
        r"(\S+) imported what this edition holds and cannot publish it alone; .*",
        "{0} 导入了其中的内容，不能独自发布",
    ),
    (r"the streets are of (\S+), more than a year ago", "街道数据是 {0} 的，超过一年"),
)
_CHINESE: Final = tuple((re.compile(pattern), words) for pattern, words in _SENTENCES)
_VALUES: Final = {
    "zh": "中文",
    "en": "英文",
    "adult": "成人",
    "older_adult": "老年人",
    "step_free": "无台阶",
}


def finding_words(says: str, language: str) -> tuple[str, str]:
    """Return what a check found, and the language that this is in.

    A sentence that is not known here, as of a newer check, stays English.
    """
    if language == "zh":
        for pattern, words in _CHINESE:
            if found := pattern.fullmatch(says):
                return words.format(*(_VALUES.get(value, value) for value in found.groups())), "zh"
    return says, "en"
