"""Faults of a list in Chinese, for the district that has to mend them."""

import dataclasses
import re
from collections.abc import Mapping
from typing import Final

from learnmap.ingest import chinese_refusals, chinese_tables
from learnmap.ingest.faults import RowFault

_NOUN: Final = re.compile(r"\{(\d)\}")
MESSAGES: Final[dict[str, str]] = {
    **chinese_tables.MESSAGES,
    r"is empty": "为空",
    r"is not a number": "不是数字",
    r"is no finite number": "不是有限的数字",
    r"is not a whole number": "不是整数",
    r"is neither true nor false": "既不是“是”也不是“否”",
    r"is not a date as YYYY-MM-DD": "不是日期",
    r"is no date: .*": "不是存在的日期",
    r"is a day as Excel counts them": "是 Excel 的日期序号",
    r"lies in (\d+); Excel makes .*": r"年份为 \1，多半是 Excel 把空单元格或小数字当成了日期",
    r"is a day of 1900, .*": "是 1900 年的日期，多半是 Excel 把空单元格或小数字当成了日期",
    r"is a number of over 15 digits, .*": "超过 15 位的数字，已被 Excel 舍入",
    r"is a number that Excel has shortened": "数字已被 Excel 缩写",
    r"is an error of a formula": "是公式错误",
    r"is the formula (.*), whose value was never computed": r"公式 \1 没有计算结果",
    r"is a merged cell \((.*)\), .*": r"是合并单元格(\1)，其值用于其中每一行",
    r"the row is hidden": "该行被隐藏",
    r"the column is hidden": "该列被隐藏",
    r"is no kind of learning point": "不是已知的学习点类别",
    r"is none of (.*)": r"不在可选值 \1 之中",
    r"is outside -(\d+) to (\d+)": r"不在 -\1 至 \2 之间",
    r"the place is 0, 0": "坐标为 0, 0",
    r"longitude (\S+) and latitude (\S+) are swapped": r"经纬度颠倒(经度 \1，纬度 \2)",
    r"the place (\(.*\)) is (\d+) km outside the city's box .*": r"位置 \1 在城市范围以外 \2 公里",
    r"(\w+) is used in China only and .*": r"\1 只用于中国境内",
    r"has no name in any language": "没有名称",
    r"has (\d+) characters": r"有 \1 个字符，过长",
    r"has characters that do not fit": "含有不允许的字符",
    r"holds the control character (\S+)": r"含有控制字符 \1",
    r"holds the character \ufffd, .*": "含有乱码字符",
    r"held the invisible characters (.*), which were taken out": r"含有不可见字符 \1，已去除",
    r"is given twice, first in \w+ (\d+)": r"重复，首次出现在第 \1 行",
    r"has the name and the address of \w+ (\d+)": r"名称和地址与第 \1 行相同",
    r"has the same name as \w+ (\d+), (\d+) m away": r"与第 \1 行同名，相距 \2 米",
    r"is not in OpenStreetMap's opening_hours syntax, .*": "开放时间无法识别，暂作说明文字保留",
    r"cannot be read as opening hours": "开放时间无法识别",
    r"does not look like a phone number": "不像电话号码",
    r"the entrance has only one of .*": "入口只有经度或纬度之一",
    r"is below (\d+)": r"小于 \1",
    r"is over (\d+)": r"大于 \1",
    r"the row has (\d+) cells and the header (\d+)": r"该行有 \1 格，表头有 \2 格",
    r"the column (\S+) is missing; .*": r"缺少列 \1",
    r"the columns (.*) all look like (\w+)": r"\1 几列都像是“\2”",
    r"columns (\d+) and (\d+) have the same name": r"第 \1 列与第 \2 列同名",
    r"its geometry is (.*), no Point .*": r"几何类型为 \1，不是点",
    r"is no column of this table": "不是本表的列",
    r"is not a date and time": "不是日期和时间",
    r"has no time zone": "没有时区",
    r"is not in OpenStreetMap's opening_hours syntax": "不符合 OpenStreetMap 的开放时间写法",
    r"holds a control character": "含有控制字符",
    r"entrance has only one of longitude and latitude": "入口只有经度或纬度之一",
    r"name_(\S+) has (\d+) characters": r"名称(\1)有 \2 个字符，过长",
    **chinese_refusals.MESSAGES,
}
REMEDIES: Final[dict[str, str]] = {
    **chinese_tables.REMEDIES,
    r"fill the cell": "请填写",
    r"fill .*": "请填写名称",
    r"write it as (.*), with a point and plain digits": r"请用半角数字和小数点，例如 \1",
    r"give a decimal number.*": "请填写小数，或留空",
    r"write it in plain digits, .*": "请用半角数字，例如 2026",
    r"write true or false": "请填“是”或“否”",
    r"write it like 2026-03-31": "请写作 2026-03-31",
    r"give a day that exists": "请填写存在的日期",
    r"write (\S+) if that is the day": r"若日期无误，请写作 \1",
    r"type the date again, or empty the cell": "请重新填写日期，或清空单元格",
    r"format the column as text and .*": "请把该列设为文本格式，再重新输入完整数字",
    r"mend the formula, .*": "请修正公式，或直接填写数值",
    r"open the file in a spreadsheet and save it, .*": "请用表格软件打开并保存，或直接填写数值",
    r"split it and fill each cell, or confirm": "请取消合并并逐格填写，或予以确认",
    r"show it, and remove it .*": "请取消隐藏，不属于清单的请删除，或予以确认",
    r"show it and look .*": "请取消隐藏并核对，或予以确认",
    r"did you mean (.+?)\? Write one of (.*)": r"是否为“\1”?可选:\2",
    r"Write one of (.*)": r"可选:\1",
    r"choose one of these": "请从中选择",
    r"give degrees, not metres or minutes": "请填写十进制度数",
    r"give its coordinates in degrees": "请填写以度为单位的坐标",
    r"write longitude (\S+) and latitude (\S+)": r"请写作经度 \1、纬度 \2",
    r"correct the coordinates, or remove the row .*": "请更正坐标，若属其他城市请删除该行",
    r"shorten it to (\d+).*": r"请缩短到 \1 个字符以内",
    r"remove the character": "请删除该字符",
    r"type the text again": "请重新输入",
    r"type the text again, or confirm": "请重新输入，或予以确认",
    r"give each row its own, .*": "请使每行各不相同，或删除其一",
    r"remove one of the two, or tell them apart .*": "请删除其一，或用地址、编号加以区分",
    r"remove one of the two, or confirm that both exist": "请删除其一，或确认两处都存在",
    r"write it like 'Mo-Fr .* move it to the note": (
        "请写作 周一至周五9:00-17:00，节假日休息，或移到“开放时间说明”"
    ),
    r"write it like 'Mo-Fr .*": "请写作 周一至周五9:00-17:00，节假日休息，或确认作为说明",
    r"write it like 021-63511234, or confirm": "请写作 021-63511234，或予以确认",
    r"use letters, digits, .*": "请用字母、数字和 . _ : -,最多 64 个，以字母或数字开头",
    r"use the code of a kind, .*": "请填写类别名称或代码，例如 图书馆",
    r"give both or none": "请都填写或都留空",
    r"give (\d+) or more": r"请填写 \1 或以上",
    r"give (\d+) or less": r"请填写 \1 或以下",
    r"put quotation marks round .*": "含分隔符的单元格请加引号，并补齐分隔符",
    r"add the column, .*": "请补上该列，或说明哪一列是它",
    r"split '(.*)' into two columns, .*": r"请把“\1”拆成经度、纬度两列",
    r"say in the mapping which one it is": "请说明用哪一列",
    r"name each column once": "请使列名各不相同",
    r"give a Point .*": "请给出点坐标",
    r"declare wgs84, or correct the coordinates": "请声明 wgs84，或更正坐标",
    r"add the offset, like (\S+)": r"请加上时差，例如 \1",
    r"write it like (\S+T\S+)": r"请写作 \1",
    r"did you mean '(.*?)'\? Rename it or remove it; known are (.*)": (
        r"是否为“\1”?请改名或删除该列。可用的列:\2"
    ),
    r"rename it or remove it; known are (.*)": r"请改名或删除该列。可用的列:\1",
    r"remove it": "请删除",
    r"at most (\d+) fit": r"最多 \1 个",
    r"give one of (.*)": r"可选:\1",
    r"give a value that the description of the table allows": "请填写说明允许的值",
    **chinese_refusals.REMEDIES,
}


_NOUNS: Final = {**chinese_refusals.NOUNS, **chinese_tables.NOUNS}


def in_language(fault: RowFault, language: str) -> RowFault:
    """Return a fault whose message and remedy are in a language, as far as there are words."""
    if language != "zh":
        return fault
    return dataclasses.replace(
        fault,
        message=translate(fault.message, MESSAGES) or fault.message,
        remedy=translate(fault.remedy, REMEDIES) or fault.remedy,
    )


def say_in_chinese(fault: RowFault) -> str | None:
    """Say a fault and its remedy in Chinese.

    Parameters
    ----------
    fault : RowFault

    Returns
    -------
    str or None
        ``None`` for a fault that has no Chinese words here.
    """
    message, remedy = translate(fault.message, MESSAGES), translate(fault.remedy, REMEDIES)
    return f"{message}。{remedy}" if message and remedy else None


def translate(text: str, words: Mapping[str, str]) -> str | None:
    """Return what stands for the first pattern that a text is, None where none fits."""
    for pattern, chinese in words.items():
        match = re.fullmatch(pattern, text, re.DOTALL)
        if match:
            return match.expand(_put_nouns_in(match, chinese))
    return None


def _put_nouns_in(match: re.Match[str], chinese: str) -> str:
    def noun(place: re.Match[str]) -> str:
        found = match[int(place[1])]
        return _NOUNS.get(found, found).replace("\\", r"\\")

    return _NOUN.sub(noun, chinese)
