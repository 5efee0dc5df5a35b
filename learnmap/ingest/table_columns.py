"""The columns of the tables beside the learning points, and what districts call them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from learnmap.ingest.age_bands import BAND
from learnmap.ingest.column_synonyms import normalise
from learnmap.ingest.table import NAME_COLUMN

_NAMES_ZH: Final = "中文名 中文名称 名称(中文) namezh chinesename"
_NAMES_EN: Final = "英文名 英文名称 名称(英文) nameen englishname"
_SOURCE: Final = "来源 数据来源 资料来源 source datasource"


@dataclass(frozen=True, slots=True)
class TableColumns:
    """What a table may hold.

    Attributes
    ----------
    key : str
        The column that names a row, unique unless `repeats`.
    required, optional : tuple of str
        Columns of ours; ``name_XX`` is known besides where `named`.
    synonyms : mapping of str to str
        What else a column is called, by ours.
    named : bool
        Whether rows have names by language.
    patterns : tuple of re.Pattern
        Further columns that may be there.
    such_as : tuple of str
        Examples of these.
    plain : tuple of str
        Columns by which a file is taken at its word, whatever else it holds. Where none are given
        it has to have all that are required, and none under another name.
    """

    key: str
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    synonyms: Mapping[str, str] = field(default_factory=dict)
    named: bool = True
    repeats: bool = False
    patterns: tuple[re.Pattern[str], ...] = ()
    such_as: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()

    @property
    def known(self) -> tuple[str, ...]:
        """All columns of ours that are known by name."""
        return (*self.required, *self.optional)

    @property
    def offered(self) -> tuple[str, ...]:
        """These in the order of a form: what a row is, its names, and all else."""
        names = [column for column in self.known if column.startswith("name_")]
        return tuple(dict.fromkeys((self.key, *names, *self.known)))

    @property
    def words(self) -> dict[str, str]:
        """Our column by each normalised name that it may have."""
        own = {normalise(column): column for column in self.known}
        others = {
            normalise(word): column
            for column, words in self.synonyms.items()
            for word in words.split()
        }
        return own | others

    def holds(self, column: str) -> bool:
        """Tell whether such a table may have a column of this name of ours."""
        patterns = (*self.patterns, *((NAME_COLUMN,) if self.named else ()))
        return column in self.known or any(pattern.fullmatch(column) for pattern in patterns)


AREAS: Final = TableColumns(
    key="code",
    required=("code", "level"),
    optional=("name_zh", "name_en", "parent_code", "valid_from", "source"),
    synonyms={
        "code": "代码 编码 区划代码 行政区划代码 区域代码 areacode adcode id",
        "level": "级别 层级 行政级别 区划级别 adminlevel",
        "name_zh": f"{_NAMES_ZH} 区划名称 行政区划 行政区划名称 区名 区县 街镇 街镇名称 街道名称",
        "name_en": _NAMES_EN,
        "parent_code": "上级代码 上级编码 上级区划代码 父级代码 parent parentadcode",
        "valid_from": "生效日期 启用日期 设立日期 validsince",
        "source": _SOURCE,
    },
)

AREA_NAMES: Final = TableColumns(
    key="code",
    required=("code",),
    optional=("name_zh", "name_en"),
    synonyms={ours: AREAS.synonyms[ours] for ours in ("code", "name_zh", "name_en")},
)
"""Names that the file of outlines lacks."""

ROUTES: Final = TableColumns(
    key="id",
    required=("id",),
    optional=("name_zh", "name_en", "theme_zh", "theme_en", "source", "fictional"),
    synonyms={
        "id": "编号 编码 线路编号 线路编码 路线编号 routeid code",
        "name_zh": f"{_NAMES_ZH} 线路 线路名称 路线 路线名称 行走线路 人文行走线路",
        "name_en": f"{_NAMES_EN} routename",
        "theme_zh": "主题 线路主题 路线主题 中文主题",
        "theme_en": "英文主题 theme",
        "source": _SOURCE,
        "fictional": "虚构 是否虚构",
    },
)

STOPS: Final = TableColumns(
    key="route_id",
    required=("route_id", "position", "point_id"),
    optional=("dwell_min",),
    synonyms={
        "route_id": "线路编号 线路编码 路线编号 route",
        "position": "顺序 站序 站点顺序 站点序号 序号 order stopnumber stoporder",
        "point_id": "学习点编号 学习点编码 站点编号 站点编码 点位编号 point stop",
        "dwell_min": "停留 停留分钟 停留时间 停留时长 停留时间(分钟) dwell dwellminutes",
    },
    named=False,
    repeats=True,
)

ROUTE_STOPS: Final = TableColumns(
    key="id",
    required=("id", "position", "point_id"),
    optional=("dwell_min", *ROUTES.optional),
    synonyms={
        **ROUTES.synonyms,
        **{ours: words for ours, words in STOPS.synonyms.items() if ours != "route_id"},
    },
    repeats=True,
)
"""Routes and their stops in one table, a row for each stop."""

OFFERINGS: Final = TableColumns(
    key="id",
    required=("id", "category"),
    optional=(
        "name_zh",
        "name_en",
        "mode",
        "point_id",
        "provider",
        "language",
        "fee",
        "fee_currency",
        "age_from",
        "age_to",
        "capacity",
        "schedule",
    ),
    synonyms={
        "id": "编号 编码 课程编号 课程编码 活动编号 项目编号 offeringid courseid code",
        "category": "类别 分类 课程类别 课程分类 活动类别 类型",
        "name_zh": f"{_NAMES_ZH} 课程 课程名称 课程名 活动名称 活动 项目名称",
        "name_en": f"{_NAMES_EN} coursename",
        "mode": "方式 授课方式 教学方式 形式 teachingmode",
        "point_id": "学习点编号 学习点编码 点位编号 地点编号 point",
        "provider": "主办 主办单位 举办单位 开课单位 机构 organiser organizer",
        "language": "语言 授课语言",
        "fee": "费用 收费 学费 价格 price",
        "fee_currency": "币种 货币 currency",
        "age_from": "最小年龄 年龄下限 起始年龄 minage agemin",
        "age_to": "最大年龄 年龄上限 maxage agemax",
        "capacity": "名额 容量 人数 招生人数 seats",
        "schedule": "时间 上课时间 开课时间 时间安排 课程安排 timetable",
    },
)

SESSIONS: Final = TableColumns(
    key="offering_id",
    required=("offering_id", "starts_at", "ends_at"),
    optional=("point_id",),
    synonyms={
        "offering_id": "课程编号 课程编码 活动编号 offering",
        "starts_at": "开始 开始时间 起始时间 start",
        "ends_at": "结束 结束时间 end",
        "point_id": "学习点编号 学习点编码 点位编号 地点编号 point",
    },
    named=False,
    repeats=True,
)

CATEGORIES: Final = TableColumns(
    key="code",
    required=("code",),
    optional=("name_zh", "name_en"),
    synonyms={
        "code": "代码 编码 类别代码 分类代码 id",
        "name_zh": f"{_NAMES_ZH} 类别 类别名称 分类 分类名称",
        "name_en": _NAMES_EN,
    },
)

RESIDENTS: Final = TableColumns(
    key="id",
    required=("id", "longitude", "latitude"),
    optional=("residents", "source", "fictional"),
    synonyms={
        "id": "编号 编码 网格编号 居委代码 code gridid",
        "residents": "人口 人数 常住人口 居民数 population people",
        "longitude": "经度 东经 lng lon",
        "latitude": "纬度 北纬 lat",
        "source": _SOURCE,
        "fictional": "虚构 是否虚构",
    },
    named=False,
    patterns=(BAND,),
    such_as=("residents_0_14", "residents_60_plus"),
)

PEOPLED_AREAS: Final = replace(RESIDENTS, required=("id",))
"""Areas with residents; their places are made."""
