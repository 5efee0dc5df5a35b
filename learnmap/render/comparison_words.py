"""The words of the page that compares two editions, in Chinese and English."""

from typing import Final

from learnmap.render.bilingual import Pair

CHANGES: Final[dict[str, Pair]] = {
    "opened": ("新开放", "Opened"),
    "closed": ("不再开放", "Closed"),
    "status": ("状态有变", "Other status"),
    "moved": ("地点有变", "Moved"),
    "renamed": ("更名", "Renamed"),
    "redesignated": ("命名有变", "Re-designated"),
    "kind": ("类别有变", "Other kind"),
    "details": ("资料有变", "Other details"),
}
"""Of learning points, in the order of the page."""

ROUTE_CHANGES: Final[dict[str, Pair]] = {
    "new": ("新线路", "New"),
    "gone": ("不再列出", "No longer listed"),
    "renamed": ("更名", "Renamed"),
    "stops": ("站点有变", "Other stops"),
    "length": ("长度有变（米）", "Other length (m)"),
}

PROPERTIES: Final[dict[str, Pair]] = {
    "status": ("状态", "status"),
    "name_zh": ("中文名", "name in Chinese"),
    "name_en": ("英文名", "name in English"),
    "designation": ("命名", "designation"),
    "designation_year": ("命名年份", "year of designation"),
    "kind": ("类别", "kind"),
    "address": ("地址", "address"),
    "phone": ("电话", "phone"),
    "website": ("网址", "website"),
    "opening_hours": ("开放时间", "opening hours"),
    "opening_hours_note": ("开放时间说明", "note on hours"),
    "accessibility": ("无障碍", "accessibility"),
}

VALUES: Final[dict[str, Pair]] = {
    "open": ("开放", "open"),
    "temporarily_closed": ("暂停开放", "temporarily closed"),
    "closed": ("已关闭", "closed"),
    "planned": ("筹建中", "planned"),
    "step_free": ("无台阶", "step-free"),
    "partly": ("部分无障碍", "partly step-free"),
    "steps": ("有台阶", "with steps"),
    "unknown": ("不详", "unknown"),
}

SETTINGS: Final[dict[str, Pair]] = {
    "profiles": ("步行方式（速度等）", "walk profiles (speeds and such)"),
    "cutoffs_s": ("时限", "time limits"),
    "limits": ("距离限值", "limits of distance"),
    "network": ("步行路网", "the walk network"),
}

TEXTS: Final[dict[str, Pair]] = {
    "title": ("{before} 年与 {after} 年对比", "{before} and {after} compared"),
    "revision": ("第 {one} 版 → 第 {two} 版", "revision {one} → revision {two}"),
    "open_points": (
        "开放的学习点：{before} → {after}（{difference}）",
        "open learning points: {before} → {after} ({difference})",
    ),
    "nothing": ("学习点和线路没有变化。", "No learning point and no route changed."),
    "covered": ("步行可达的居民", "Residents within reach"),
    "covered_seniors": ("其中 60 岁及以上", "Of them, 60 years and over"),
    "covered_how": (
        """按固定顺序逐项替换：先居民，再街道（位置未变的学习点用新的步行范围），后学习点（新开放、\
不再开放、地点有变）；各项相加等于总变化，同时由两项引起的变化计入后换的一项。面积为至少能步行到一个开放学习点的区域。""",
        """One thing is changed after the other: the residents, then the streets (points that \
stayed get their new catchments), then the points (opened, closed, moved); the parts add up to the \
whole, and what only two of them together bring about is counted with the later one. The area is \
that from which one can walk to an open point at least.""",
    ),
    "counted_with_each": (
        """每年用该年版冻结时的居民数据：{before} 年共 {residents_before} 人，{after} 年共 \
{residents_after} 人。""",
        """Each year is counted with the residents that its edition was frozen with: \
{residents_before} altogether in {before}, {residents_after} in {after}.""",
    ),
    "counted_with_later": (
        """{before} 年版冻结时没有留存居民数据：两年都用 {after} 年版的居民数据（{residents_after} \
人），故居民一项为 0，并不说明居民没有变化。""",
        """The edition of {before} was frozen without residents: both years are counted with \
those of {after} ({residents_after}). So the part of residents is 0, which does not mean that they \
did not change.""",
    ),
    "counted_with_earlier": (
        """{after} 年版冻结时没有留存居民数据：两年都用 {before} 年版的居民数据（\
{residents_before} 人），故居民一项为 0，并不说明居民没有变化。""",
        """The edition of {after} was frozen without residents: both years are counted with those \
of {before} ({residents_before}). So the part of residents is 0, which does not mean that they did \
not change.""",
    ),
    "counted_with_present": (
        """两版冻结时都没有留存居民数据：两年都用现有的居民数据（{residents_after} 人），\
故居民一项为 0，并不说明居民没有变化。""",
        """Both editions were frozen without residents: both years are counted with those on \
record today ({residents_after}). So the part of residents is 0, which does not mean that they did \
not change.""",
    ),
    "no_residents": (
        "没有居民数据，故不算可达居民；导入居民数据后再对比。",
        "No residents are on record, so that none are counted; load them and compare again.",
    ),
    "settings": (
        "两版的这些设置不同，其影响计入街道一项：{names}",
        "These settings differ, and what they do is counted with the streets: {names}",
    ),
    "who": ("步行方式", "Who walks"),
    "minutes": ("{minutes} 分钟", "{minutes} min"),
    "before": ("{year} 年", "{year}"),
    "by_residents": ("居民", "residents"),
    "by_streets": ("街道", "streets"),
    "by_points": ("学习点", "points"),
    "area": ("面积（平方千米）", "Area (km²)"),
    "points": ("学习点", "Learning points"),
    "routes": ("人文行走线路", "Walking routes"),
    "name": ("名称", "Name"),
    "was": ("原为", "Before"),
    "is": ("现为", "After"),
    "metres": ("移动 {metres} 米", "moved {metres} m"),
    "none": ("无", "none"),
    "listed_not": ("未列入", "not listed"),
    "proof": ("依据", "What this rests on"),
    "hash": (
        "{year} 年第 {revision} 版，清单 SHA-256：",
        "{year}, revision {revision}, SHA-256 of the manifest:",
    ),
}


def text_of(key: str, **values: object) -> Pair:
    """Return one of `TEXTS` with its places filled; a pair is taken as (zh, en)."""

    def filled(at: int) -> str:
        chosen = {
            name: value[at] if isinstance(value, tuple) else value for name, value in values.items()
        }
        return str(TEXTS[key][at]).format(**chosen)

    return filled(0), filled(1)
