"""The layer of what was published."""

from typing import Final

from learnmap.model.crs import STORED_SRID
from learnmap.model.kinds import MAP_TITLES
from learnmap.store.layers.layer import Field, Layer
from learnmap.store.schema import PUBLISHED_SCHEMA as OPEN


def _titles(language: str) -> str:
    named = " ".join(
        f"WHEN '{name}' THEN '{titles[language]}'" for name, titles in MAP_TITLES.items()
    )
    return f"CASE edition.map_name {named} END"


_PATH: Final = (
    "'/editions/' || edition.year::text || '/' || edition.map_name"
    " || '/r' || edition.revision::text || '/'"
)
_IS_THERE: Final = "edition.status <> 'withdrawn'"

EDITIONS: Final = Layer(
    name="editions",
    title_zh="已发布的地图",
    title_en="Editions",
    zh="发布过的各年地图，包括被取代和撤回的；范围是城市街道的外框",
    en="The maps that were published, also those superseded or withdrawn; the shape is the box "
    "of the city's streets",
    shape="Polygon",
    shape_value=(
        f"public.st_makeenvelope(build.west, build.south, build.east, build.north, {STORED_SRID})"
    ),
    time="published_at",
    city_wide=True,
    fields=(
        Field(
            "id",
            "text",
            "edition.map_name || '-' || edition.year::text || '-r' || edition.revision::text",
            "地图、年份和修订号",
            "Map, year and revision",
        ),
        Field("name_zh", "text", _titles("zh"), "地图中文名称", "Name of the map in Chinese"),
        Field("name_en", "text", _titles("en"), "地图英文名称", "Name of the map in English"),
        Field(
            "map",
            "text",
            "edition.map_name",
            "地图代码：learning、elderly 或 humanities",
            "Code of the map: learning, elderly or humanities",
        ),
        Field("year", "integer", "edition.year", "年份", "Year"),
        Field("revision", "integer", "edition.revision", "修订号", "Revision"),
        Field(
            "status",
            "text",
            "edition.status",
            "状态：published 有效，superseded 已被取代，withdrawn 已撤回",
            "Status: published, superseded or withdrawn",
        ),
        Field(
            "status_reason", "text", "edition.status_reason", "状态的原因", "Reason of the status"
        ),
        Field(
            "approval_number", "text", "edition.approval_number", "审图号", "Map approval number"
        ),
        Field(
            "approval_exemption",
            "text",
            "edition.approval_exemption",
            "免审图的理由",
            "Why it needs no approval number",
        ),
        Field(
            "published_at",
            "timestamptz",
            "edition.published_at",
            "发布时间",
            "When it was published",
        ),
        Field(
            "page",
            "text",
            f"CASE WHEN {_IS_THERE} THEN {_PATH} END",
            "网页在本服务中的路径",
            "Path of its page on this service",
        ),
        Field(
            "geopackage",
            "text",
            f"CASE WHEN {_IS_THERE} THEN {_PATH} || 'products/edition.gpkg' END",
            "GeoPackage 在本服务中的路径",
            "Path of its GeoPackage on this service",
        ),
        Field(
            "manifest_sha256",
            "text",
            "edition.manifest_sha256",
            "清单的 SHA-256",
            "SHA-256 of its manifest",
        ),
    ),
    source=(
        f"{OPEN}.editions AS edition LEFT JOIN {OPEN}.network_builds AS build ON build.is_current"
    ),
)
