"""Words of a city's lists for kinds, states and access, brought to the codes of the records."""

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from learnmap.ingest.cells import CellError
from learnmap.model.kinds import Kind

STATUS_WORDS: Final[Mapping[str, str]] = {
    **dict.fromkeys("开放 正常 正常开放 营业 在用 运行 已开放".split(), "open"),
    **dict.fromkeys("暂停开放 暂停 暂时关闭 临时关闭 维修 装修 整修".split(), "temporarily_closed"),
    **dict.fromkeys("关闭 已关闭 停办 撤销 注销 停用".split(), "closed"),
    **dict.fromkeys("筹建 在建 规划 规划中 计划 拟建".split(), "planned"),
}
ACCESS_WORDS: Final[Mapping[str, str]] = {
    **dict.fromkeys("无障碍 有 是 全程无障碍 可通行".split(), "step_free"),
    **dict.fromkeys("部分 部分无障碍 部分可通行".split(), "partly"),
    **dict.fromkeys("无 否 没有 有台阶 台阶".split(), "steps"),
    **dict.fromkeys("未知 不详 不清楚".split(), "unknown"),
}
DATUM_WORDS: Final[Mapping[str, str]] = {
    "wgs-84": "wgs84",
    "wgs 84": "wgs84",
    "cgcs 2000": "cgcs2000",
    "2000国家大地坐标系": "cgcs2000",
    "国家2000": "cgcs2000",
    "gcj-02": "gcj02",
    "火星坐标": "gcj02",
    "火星坐标系": "gcj02",
    "高德": "gcj02",
    "bd-09": "bd09",
    "百度": "bd09",
    "百度坐标": "bd09",
}
_KIND_WORDS: Final[Mapping[str, str]] = {
    "居村委示范学习点": "neighbourhood_point",
    "居委学习点": "neighbourhood_point",
    "村委学习点": "neighbourhood_point",
    "居村委学习点": "neighbourhood_point",
    "社会学习点": "social_point",
    "养教结合点": "care_education_point",
    "体验基地": "experience_base",
    "终身学习体验基地": "experience_base",
    "人文行走学习点": "humanities_stop",
    "人文行走点": "humanities_stop",
    "社区学院": "community_college",
    "社区学校": "community_school",
    "老年学校": "senior_university",
    "公共图书馆": "library",
    "博物馆": "museum",
    "成人教育学校": "adult_school",
}
_CODE: Final = re.compile(r"[a-z0-9_]+", re.ASCII)

Word = Callable[[str], str]


def fold(value: str) -> str:
    """Bring a word to the form in which words are compared."""
    return unicodedata.normalize("NFKC", value).casefold().strip()


def word_of(words: Mapping[str, str]) -> Word:
    """Return a converter that takes a known word for its code, and leaves any other."""

    def convert(value: str) -> str:
        return words.get(fold(value), value)

    return convert


def kind_word(kinds: Iterable[Kind]) -> Word:
    """Return a converter of kinds: a code stays, a label in either language becomes its code."""
    known = list(kinds)
    words = {
        **{word: code for word, code in _KIND_WORDS.items() if code in {k.code for k in known}},
        **{fold(label): kind.code for kind in known for label in (kind.zh, kind.en)},
    }
    labels = [kind.zh for kind in known]

    def convert(value: str) -> str:
        code = words.get(fold(value))
        if code or value.isascii():
            return code or value
        near = difflib.get_close_matches(value, labels, n=1, cutoff=0.5)
        advice = f"did you mean {near[0]}? " if near else ""
        raise CellError("is no kind of learning point", f"{advice}Write one of {'、'.join(labels)}")

    return convert
