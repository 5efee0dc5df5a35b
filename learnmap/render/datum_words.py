"""Words of the datum check in Chinese and English."""

from typing import Final

ADVICE: Final[dict[str, tuple[str, str]]] = {
    "fits": (
        "申报的坐标系 {declared} 相符：{count} 处{sign}，中位距离 {best_m} 米。",
        (
            "The declared datum {declared} fits: {count} places lie {best_m} m in the median from"
            " {sign}."
        ),
    ),
    "other_fits": (
        (
            "申报为 {declared}，但按 {best} 更符合：{count} 处{sign}，按 {declared} 中位距离"
            " {declared_m} 米，按 {best} 为 {best_m} 米。请向报送单位核实；若属实，请申报 {best}。"
        ),
        (
            "Declared {declared}, but {best} fits better: {count} places lie {declared_m} m in the"
            " median from {sign} as {declared} and {best_m} m as {best}. Ask who delivered the"
            " file, and declare {best} if they agree."
        ),
    ),
    "undeclared": (
        (
            "未申报坐标系。{best} 最符合：{count} 处{sign}，中位距离 {best_m} 米"
            "（按 wgs84 为 {wgs84_m} 米）。请核实后申报 {best}。"
        ),
        (
            "No datum was declared. {best} fits best: {count} places lie {best_m} m in the median"
            " from {sign} (as wgs84 {wgs84_m} m). Ask who delivered the file, and declare {best} if"
            " they agree."
        ),
    ),
    "abroad": (
        "这些地点在中国境外，坐标系应为 wgs84。",
        "These places lie outside China, where there is no datum but wgs84.",
    ),
    "contradictory": (
        "无法判断坐标系：各项比对互相矛盾。请检查文件是否混用了坐标系，并向报送单位核实。",
        (
            "The datum cannot be told: the signs contradict each other. See whether the file mixes"
            " datums, and ask who delivered it."
        ),
    ),
    "unclear": (
        "无法判断坐标系：{why}。请向报送单位核实。",
        "The datum cannot be told: {why}. Ask who delivered the file.",
    ),
    "no_reference": (
        "无法判断坐标系：没有可比对的同名地点、道路或区域。请用 --reference 给出参照文件。",
        (
            "The datum cannot be told: nothing known of the city has a name, a street or an area"
            " in common with the file. Give a file to compare with by --reference."
        ),
    ),
    "mixed": (
        "另有 {count} 处按 {datum} 更近：文件可能混用了坐标系。",
        "{count} places are nearer as {datum}: the file may mix datums.",
    ),
    "copy": (
        "注意：比对对象与文件是同一份数据（相距不到 0.1 米），只说明二者一致，不说明坐标系正确。",
        (
            "Note that what it was compared with is the same data, under 0.1 m apart: the two"
            " agree, which does not say that either is right."
        ),
    ),
}
"""Sentences by code; ``mixed`` and ``copy`` are added to another."""

SIGNS: Final[dict[str, tuple[str, str]]] = {
    "namesakes": ("同名或同址地点", "places of the same name or address"),
    "named_streets": ("地址所在道路", "the street of their address"),
    "areas": ("所称区域", "the area that they say they are in"),
    "outlines": ("区域边界", "outlines of areas"),
    "streets": ("最近道路", "the nearest street"),
}

VERDICTS: Final[dict[str, tuple[str, str]]] = {
    "clear": ("明确", "clear"),
    "few": ("可比对的太少", "too few places can be compared"),
    "even": ("各坐标系难分", "no datum is nearer for most places"),
    "far": ("均不相符", "no datum brings the places near"),
    "weak": ("仅供参考", "only told, does not count"),
}
