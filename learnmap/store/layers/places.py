"""Layers of what stays where it is: learning points, areas, and what is taught."""

from typing import Final

from learnmap.model.kinds import MAPS
from learnmap.store.layers.layer import JOINT, Field, Layer, name_fields
from learnmap.store.schema import PUBLISHED_SCHEMA as OPEN

_VALID_TODAY: Final = (
    "{0}.valid_from <= current_date AND ({0}.valid_until IS NULL OR {0}.valid_until > current_date)"
)

_LEVELS: Final = (
    ("district", "所在区", "District"),
    ("street_town", "所在街镇", "Street or town"),
    ("neighbourhood", "所在居村", "Neighbourhood"),
)
_ON_MAPS: Final = {
    "learning": ("是否上学习地图", "Whether the learning map shows its kind"),
    "elderly": ("是否上老年教育地图", "Whether the map for the elderly shows its kind"),
    "humanities": ("是否上人文行走地图", "Whether the humanities map shows its kind"),
}


def _area_fields() -> tuple[Field, ...]:
    """Return the names of the areas around a point; a point is given its smallest area."""
    fields: list[Field] = []
    for level, zh, en in _LEVELS:
        cases = (
            f"WHEN {area}.level = '{level}' THEN {area}.names"
            for area in ("around_1", "around_2", "around_3")
        )
        fields += name_fields(f"(CASE {' '.join(cases)} END)", zh, en, prefix=level)
    return tuple(fields)


LEARNING_POINTS: Final = Layer(
    name="learning_points",
    title_zh="学习点",
    title_en="Learning points",
    zh="居民可以学习的地方，包括暂停开放、计划中和已关闭的",
    en="Places where residents can learn, also those that are closed or planned: see status",
    shape="Point",
    shape_value="point.site",
    time="assured_date",
    fields=(
        Field("id", "text", "point.id", "编号", "Id"),
        *name_fields("point.names", "学习点", "Name"),
        Field("kind", "text", "point.kind", "类型代码", "Code of the kind"),
        Field("kind_zh", "text", "kind.zh", "类型", "Kind in Chinese"),
        Field("kind_en", "text", "kind.en", "类型英文名称", "Kind in English"),
        Field(
            "status",
            "text",
            "point.status",
            "状态：open 开放，temporarily_closed 暂停开放，closed 已关闭，planned 计划中",
            "Status: open, temporarily_closed, closed or planned",
        ),
        Field("address", "text", "point.address", "地址", "Address"),
        Field("phone", "text", "point.phone", "电话", "Phone"),
        Field("website", "text", "point.website", "网址", "Website"),
        Field(
            "opening_hours",
            "text",
            "point.opening_hours",
            "开放时间（OpenStreetMap 写法）",
            "Opening hours in the syntax of OpenStreetMap",
        ),
        Field(
            "opening_hours_note",
            "text",
            "point.opening_hours_note",
            "开放时间说明",
            "Note on the hours",
        ),
        Field(
            "accessibility",
            "text",
            "point.accessibility",
            "无障碍：step_free 无台阶，partly 部分无台阶，steps 有台阶，unknown 未知",
            "Step-free access: step_free, partly, steps or unknown",
        ),
        Field("designation", "text", "point.designation", "命名", "Designation"),
        Field(
            "designation_year",
            "integer",
            "point.designation_year",
            "命名年份",
            "Year of the designation",
        ),
        Field(
            "assured_date",
            "date",
            "point.assured_date",
            "最近核实日期",
            "Day on which the facts were last assured",
        ),
        *_area_fields(),
        *(
            Field(f"{name}_map", "boolean", f"'{name}' = ANY (kind.maps)", *_ON_MAPS[name])
            for name in MAPS
        ),
        Field("source", "text", "point.source", "来源", "Source"),
        Field("fictional", "boolean", "point.fictional", "是否虚构", "Whether it is made up"),
    ),
    source=f"""
        {OPEN}.learning_points AS point
        JOIN {OPEN}.kinds AS kind ON kind.code = point.kind
        LEFT JOIN {OPEN}.areas AS around_1 ON around_1.id = point.area_id
        LEFT JOIN {OPEN}.areas AS around_2 ON around_2.code = around_1.parent_code
            AND {_VALID_TODAY.format("around_2")}
        LEFT JOIN {OPEN}.areas AS around_3 ON around_3.code = around_2.parent_code
            AND {_VALID_TODAY.format("around_3")}
    """,
)

AREAS: Final = Layer(
    name="areas",
    title_zh="行政区域",
    title_en="Areas",
    zh="今天有效的区、街镇和居村",
    en="Districts, street-towns and neighbourhoods as they are today",
    time="valid_from",
    shape="MultiPolygon",
    shape_value="area.geometry",
    fields=(
        Field("id", "text", "area.code", "区划代码", "Code of the area"),
        *name_fields("area.names", "区域", "Name"),
        Field(
            "level",
            "text",
            "area.level",
            "级别：province 省，city 市，district 区，street_town 街镇，neighbourhood 居村",
            "Level: province, city, district, street_town or neighbourhood",
        ),
        Field("parent", "text", "area.parent_code", "上级代码", "Code of the area around it"),
        Field("valid_from", "date", "area.valid_from", "起始日期", "Day since when it is so"),
        Field("source", "text", "area.source", "来源", "Source"),
    ),
    source=f"{OPEN}.areas AS area WHERE {_VALID_TODAY.format('area')}",
)

# A session without a place of its own is where the offering is; an offering that visits places
# has no row beside theirs.
_HELD: Final = f"""(
    SELECT offering_id, point_id, count(starts_at) AS sessions,
        min(starts_at) FILTER (WHERE starts_at >= now()) AS next
    FROM (
        SELECT session.offering_id, coalesce(session.point_id, own.point_id) AS point_id,
            session.starts_at
        FROM {OPEN}.offering_sessions AS session
        JOIN {OPEN}.offerings AS own ON own.id = session.offering_id
        UNION ALL
        SELECT own.id, own.point_id, NULL FROM {OPEN}.offerings AS own
        WHERE own.point_id IS NOT NULL OR NOT EXISTS (
            SELECT FROM {OPEN}.offering_sessions AS visit
            WHERE visit.offering_id = own.id AND visit.point_id IS NOT NULL
        )
    ) AS every
    GROUP BY offering_id, point_id
)"""

OFFERINGS: Final = Layer(
    name="offerings",
    title_zh="课程与活动",
    title_en="Offerings",
    zh="所教内容，在其地点；一处一行，线上的没有位置",
    en="What is taught, at its place: a row for each place, without a place where it is online",
    shape="Point",
    shape_value="point.site",
    time="next_session",
    fields=(
        Field(
            "id",
            "text",
            f"taught.id || coalesce('{JOINT}' || held.point_id, '')",
            "课程编号和地点编号",
            "Ids of the offering and of its place",
        ),
        Field("offering_id", "text", "taught.id", "课程编号", "Id of the offering"),
        *name_fields("taught.names", "课程", "Name"),
        Field("category", "text", "taught.category", "类别代码", "Code of the category"),
        *name_fields("category.names", "类别", "Category", prefix="category"),
        Field(
            "mode",
            "text",
            "taught.mode",
            "形式：in_person 面授，online 线上，mobile 流动",
            "Mode: in_person, online or mobile",
        ),
        Field("point_id", "text", "held.point_id", "学习点编号", "Id of the learning point"),
        *name_fields("point.names", "学习点", "Learning point", prefix="place"),
        Field("address", "text", "point.address", "地址", "Address"),
        Field("provider", "text", "taught.provider", "举办单位", "Provider"),
        Field("language", "text", "taught.language", "授课语言", "Language"),
        Field("fee", "double precision", "taught.fee", "费用", "Fee"),
        Field("fee_currency", "text", "taught.fee_currency", "货币", "Currency of the fee"),
        Field("free", "boolean", "taught.fee = 0", "是否免费", "Whether it is free of charge"),
        Field("age_from", "integer", "taught.age_from", "最低年龄", "Youngest age"),
        Field("age_to", "integer", "taught.age_to", "最高年龄", "Oldest age"),
        Field("capacity", "integer", "taught.capacity", "名额", "Places"),
        Field("schedule", "text", "taught.schedule", "时间安排", "Schedule"),
        Field("sessions", "integer", "held.sessions", "已定日期数", "Number of dated sessions"),
        Field("next_session", "timestamptz", "held.next", "下一次", "Next session"),
    ),
    source=f"""
        {OPEN}.offerings AS taught
        JOIN {OPEN}.offering_categories AS category ON category.code = taught.category
        JOIN {_HELD} AS held ON held.offering_id = taught.id
        LEFT JOIN {OPEN}.learning_points AS point ON point.id = held.point_id
    """,
)
