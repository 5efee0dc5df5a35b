"""What districts call the columns of a list of learning points, in Chinese and English."""

import re
import unicodedata
from typing import Final

SYNONYMS: Final[dict[str, str]] = {
    "id": "id 编号 编码 代码 学习点编号 学习点编码 点位编号 站点编号 唯一编号 code pointid",
    "kind": (
        "kind 类别 学习点类别 学习点类型 点位类型 点位类别 站点类型 机构类型 场所类型 分类 "
        "category kindofpoint"
    ),
    "name_zh": (
        "中文名 中文名称 名称(中文) 学习点名称 学习点 点位名称 站点名称 机构名称 单位名称 场所名称 "
        "场馆名称 学校名称 基地名称 namezh chinesename namechinese zhongwenming"
    ),
    "name_en": "英文名 英文名称 名称(英文) nameen englishname nameenglish 英语名称 yingwenming",
    "longitude": "经度 东经 longitude lng lon long 坐标经度 经度坐标 wgs84经度 jingdu",
    "latitude": "纬度 北纬 latitude lat 坐标纬度 纬度坐标 wgs84纬度 weidu",
    "entrance_longitude": "入口经度 出入口经度 大门经度 entrancelongitude entrancelng entrancelon",
    "entrance_latitude": "入口纬度 出入口纬度 大门纬度 entrancelatitude entrancelat",
    "designation": "命名 命名称号 称号 荣誉称号 荣誉 designation award",
    "designation_year": "命名年份 命名年度 命名时间 授牌年份 designationyear awardyear",
    "address": (
        "地址 详细地址 学习点地址 单位地址 机构地址 场馆地址 所在地址 现地址 address streetaddress "
        "dizhi xiangxidizhi xiandizhi"
    ),
    "phone": (
        "电话 联系电话 咨询电话 电话号码 联系方式 联系人电话 phone tel telephone phonenumber "
        "dianhua lianxidianhua"
    ),
    "website": "网址 网站 官网 website url web homepage",
    "opening_hours": (
        "开放时间 开放时段 营业时间 服务时间 开馆时间 openinghours hours openhours kaifangshijian"
    ),
    "opening_hours_note": "开放时间说明 开放说明 时间备注 openinghoursnote",
    "accessibility": "无障碍 无障碍情况 无障碍设施 无障碍环境 accessibility wheelchair accessible",
    "status": "状态 开放状态 运行状态 营业状态 当前状态 status state",
    "assured_date": "核实日期 核实时间 核对日期 核查日期 确认日期 assureddate verified",
    "source": "来源 数据来源 资料来源 source datasource",
    "source_datum": "坐标系 坐标系统 坐标基准 sourcedatum datum",
    "fictional": "虚构 是否虚构 fictional",
}
"""Names that mean one column and hardly anything else, by that column."""

WEAK: Final[dict[str, tuple[str, str]]] = {
    "类型": ("kind", "类型 may be another kind of type"),
    "type": ("kind", "'type' may be another kind of type"),
    "x": ("longitude", "X is the longitude on maps and the northing of surveyors"),
    "y": ("latitude", "Y is the latitude on maps and the easting of surveyors"),
    "x坐标": ("longitude", "X is the longitude on maps and the northing of surveyors"),
    "y坐标": ("latitude", "Y is the latitude on maps and the easting of surveyors"),
    "坐标x": ("longitude", "X is the longitude on maps and the northing of surveyors"),
    "坐标y": ("latitude", "Y is the latitude on maps and the easting of surveyors"),
    "title": ("name", "a title is usually the name"),
    "更新日期": ("assured_date", "an update need not be a visit"),
    "更新时间": ("assured_date", "an update need not be a visit"),
    "时间": ("opening_hours", "时间 may be another time"),
    "位置": ("address", "位置 may be another place than the address"),
    "备注": ("opening_hours_note", "备注 may be of anything"),
}
"""Names that may mean something else, with the reason for doubt."""

NAMES: Final = frozenset("名称 名字 name 点名 mingcheng".split())
"""A name whose language the cells tell."""

PASSED_OVER: Final = frozenset("序号 序 no number 行号 serial".split())
"""Columns that number the rows; nobody misses them."""

PAIRS: Final = frozenset(
    "坐标 经纬度 坐标(经纬度) 经纬度坐标 coordinates coordinate lnglat lonlat".split()
)
"""Columns that hold longitude and latitude in one cell."""

_BRACKETS: Final = re.compile(r"\([^()]*\)")
_JOINTS: Final = re.compile(r"[\s_\-*:.·/、]+")


def normalise(title: str) -> str:
    """Bring a title to the form that the tables here are written in.

    Full-width characters become plain, capitals small, and spaces, underscores, asterisks and
    colons fall away.
    """
    plain = unicodedata.normalize("NFKC", title).casefold()
    return _JOINTS.sub("", "".join(c for c in plain if unicodedata.category(c) != "Cf"))


def without_brackets(title: str) -> str:
    """Return a normalised title without what stands in brackets, such as (必填)."""
    return _BRACKETS.sub("", normalise(title))


OURS: Final[dict[str, str]] = {
    normalise(word): column for column, words in SYNONYMS.items() for word in words.split()
}
"""Column of ours by normalised synonym."""
