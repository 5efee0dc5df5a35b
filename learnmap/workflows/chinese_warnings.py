"""What the city's own checks warn of, in Chinese."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from learnmap.ingest import RowFault
from learnmap.ingest.chinese_faults import in_language, translate
from learnmap.ingest.chinese_notes import say_note_in_chinese
from learnmap.render.datum_words import ADVICE, SIGNS, VERDICTS

MESSAGES: Final = {
    r"is (\d+) m from the nearest street": r"距最近的道路 \1 米",
    r"has no street within (\d+) km": r"\1 公里内没有道路",
    r"has within (\d+) m only streets that join no others \(the nearest (\d+) m away\)": (
        r"\1 米内只有与路网不相连的道路(最近的相距 \2 米)"
    ),
    r"lies in water": "位于水面上",
    r"may be the same as (.*)": r"可能与下列学习点是同一处：\1",
}
REMEDIES: Final = {
    r"correct the place, and see that the datum is right; farther than (\d+) m it .*": (
        r"请更正位置，并核对坐标系；超过 \1 米就没有步行可达范围"
    ),
    r"correct the place, or give the entrance where .*": (
        "请更正位置，或给出城市道路能到的出入口；若照此确认，则没有步行可达范围"
    ),
    r"correct the place, and see that the datum is right; confirm it for a place on .*": (
        "请更正位置，并核对坐标系；若在桥上、码头或船上，请予以确认"
    ),
    r"drop the row that is too many, or .*": (
        "请删除多余的一行，或改用另一处的编号；若确是两处，请予以确认"
    ),
    r"give the file's datum with --datum, or .*": "请说明文件的坐标系，或确认按此读取无误",
    r"declare the datum that the file is in, or .*": "请申报文件实际的坐标系，或确认申报无误",
}
NOTES: Final = {
    r"the file has no column name_(\S+); the names of (\d+) points stay as they are": (
        r"文件没有 name_\1 一列，\2 个学习点的该语言名称保持不变"
    ),
    r"the city has no streets yet, so that no place was checked .*": (
        "城市还没有路网，因此没有核对道路和水面"
    ),
    r"the city has no streets yet, so that the residents of each area .*": (
        "城市还没有路网，各区域的居民都放在中间的一处；建好路网后请重新导入"
    ),
}
_OTHERS: Final = (
    (re.compile(r", (?:line|row|feature) (\d+)\) (\d+) m away"), r"，第 \1 行) 相距 \2 米"),
    (re.compile(r"\) (\d+) m away"), r") 相距 \1 米"),
    (re.compile(r" and (\d+) more$"), r" 等，另有 \1 处"),
)
_PLACE: Final = re.compile(r"\{(\w+)\}")
_ZH, _EN = 0, 1


def warning_in(fault: RowFault, language: str) -> RowFault:
    """Return a fault or a warning whose words are in a language, as far as there are words."""
    said = in_language(fault, language)
    if language != "zh":
        return said
    message = translate(said.message, MESSAGES) or _datum_words(said.message) or said.message
    if said.message.startswith("may be the same as "):
        for pattern, chinese in _OTHERS:
            message = pattern.sub(chinese, message)
    remedy = translate(said.remedy, REMEDIES) or said.remedy
    return RowFault(
        said.line, said.id, said.column, said.value, message, remedy, said.unit, said.severity
    )


def note_in(note: str, language: str) -> str:
    """Return what is told of the reading or the check, in a language as far as there are words."""
    if language != "zh":
        return note
    return say_note_in_chinese(note) or translate(note, NOTES) or note


def _datum_words(message: str) -> str | None:
    """Return what the check of the datum says in Chinese where it said this in English."""
    rest = message.removeprefix(_UNDECLARED)
    lead = "未说明坐标系，按 wgs84 读取。" if rest != message else ""
    for pattern, chinese in _datum_patterns():
        match = pattern.fullmatch(rest) or pattern.fullmatch(f"{rest}.")
        if match:
            values = {
                name: _value_words(value) for name, value in match.groupdict().items() if value
            }
            return lead + "".join(
                part.format(**values)
                for part, tail in chinese
                if tail is None or match.group(tail) is not None
            )
    return None


def _value_words(value: str) -> str:
    """Return a sign, or a list of signs with their counts and verdicts, in Chinese."""
    parts = [_VERDICT.fullmatch(part) for part in value.split("; ")]
    if all(parts):
        return "；".join(
            f"{_SIGNS.get(part[1], part[1])}（{part[2]}）{_VERDICTS.get(part[3], part[3])}"
            for part in parts
            if part
        )
    return _SIGNS.get(value, value)


_UNDECLARED: Final = "no datum was declared, and it was read as wgs84. "
_VERDICT: Final = re.compile(r"(.*) \((\d+)\): (.*)")
_SIGNS: Final = {english: chinese for chinese, english in SIGNS.values()}
_VERDICTS: Final = {english: chinese for chinese, english in VERDICTS.values()}


@cache
def _datum_patterns() -> tuple[tuple[re.Pattern[str], tuple[tuple[str, str | None], ...]], ...]:
    """Return a pattern for each advice, with what may follow it."""
    return tuple(_pattern_of(code) for code in ADVICE if code not in ("copy", "mixed"))


def _pattern_of(code: str) -> tuple[re.Pattern[str], tuple[tuple[str, str | None], ...]]:
    copy, mixed = (
        f"(?P<{tail}_said> {''.join(_parts(ADVICE[tail][_EN], tail))})?"
        for tail in ("copy", "mixed")
    )
    pattern = "".join(_parts(ADVICE[code][_EN], "")) + copy + mixed
    tails = tuple((_renamed(ADVICE[t][_ZH], t), f"{t}_said") for t in ("copy", "mixed"))
    return re.compile(pattern, re.DOTALL), ((ADVICE[code][_ZH], None), *tails)


def _parts(template: str, prefix: str) -> Iterator[str]:
    """Yield the pattern of a template, each value of it a group, the second time a repeat."""
    seen: set[str] = set()
    at = 0
    for place in _PLACE.finditer(template):
        name = prefix + place[1]
        yield re.escape(template[at : place.start()])
        yield f"(?P={name})" if name in seen else f"(?P<{name}>.+?)"
        seen.add(name)
        at = place.end()
    yield re.escape(template[at:])


def _renamed(template: str, prefix: str) -> str:
    return _PLACE.sub(lambda place: "{" + prefix + place[1] + "}", template)
