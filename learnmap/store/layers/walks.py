"""Layers of walking: catchments, routes and their stops."""

from typing import Final

from learnmap.model.crs import STORED_SRID
from learnmap.store.layers.layer import JOINT, Field, Layer, name_fields
from learnmap.store.schema import PUBLISHED_SCHEMA as OPEN

CATCHMENTS: Final = Layer(
    name="catchments",
    title_zh="步行可达范围",
    title_en="Walking catchments",
    zh="从哪些地方能在所给分钟内步行到学习点，按现在的街道计算",
    en="From where one can walk to a learning point within the minutes, by the streets of now",
    shape="MultiPolygon",
    shape_value="catchment.geometry",
    city_wide=True,
    fields=(
        Field(
            "id",
            "text",
            f"catchment.point_id || '{JOINT}' || catchment.profile"
            f" || '{JOINT}' || catchment.cutoff_s::text",
            "学习点编号、步行者和秒数",
            "Ids of point and walker, and seconds",
        ),
        Field("point_id", "text", "catchment.point_id", "学习点编号", "Id of the learning point"),
        *name_fields("point.names", "学习点", "Learning point"),
        Field("kind", "text", "point.kind", "类型代码", "Code of the kind"),
        Field("status", "text", "point.status", "学习点状态", "Status of the learning point"),
        Field("profile", "text", "catchment.profile", "步行者代码", "Code of the walker"),
        Field("profile_zh", "text", "profile.zh", "步行者", "Walker in Chinese"),
        Field("profile_en", "text", "profile.en", "步行者英文名称", "Walker in English"),
        Field(
            "minutes",
            "double precision",
            "catchment.cutoff_s / 60.0",
            "步行分钟数上限",
            "Minutes of walking at most",
        ),
        Field(
            "area_m2",
            "double precision",
            "catchment.area_m2",
            "面积（平方米）",
            "Area in square metres",
        ),
    ),
    source=(
        f"{OPEN}.catchments AS catchment"
        f" JOIN {OPEN}.network_builds AS build"
        " ON build.content_hash = catchment.build_hash AND build.is_current"
        f" JOIN {OPEN}.learning_points AS point ON point.id = catchment.point_id"
        f" JOIN {OPEN}.walk_profiles AS profile ON profile.code = catchment.profile"
    ),
)

_STOPS_OF_A_ROUTE: Final = f"""(
    SELECT route_id, count(*) AS stops, sum(dwell_min) AS dwell_min,
        array_agg(point_id::text ORDER BY position) AS point_ids
    FROM {OPEN}.route_stops GROUP BY route_id
)"""

# The walk between stops is searched in the streets when an edition is frozen, and is in no table.
# It is a route's way for as long as the route has the very stops that it was searched for.
_LINES_OF_EDITIONS: Final = f"""(
    SELECT DISTINCT ON (route ->> 'id', stop.point_ids)
        route ->> 'id' AS route_id, stop.point_ids, edition.map_name, edition.year,
        public.st_setsrid(
            public.st_multi(public.st_geomfromgeojson(route -> 'geometry')), {STORED_SRID}
        ) AS line
    FROM {OPEN}.editions AS edition
    JOIN {OPEN}.edition_files AS file
        ON file.edition_id = edition.id AND file.path = 'routes.geojson'
    CROSS JOIN LATERAL jsonb_array_elements(
        convert_from(file.content, 'UTF8')::jsonb -> 'features'
    ) AS route
    CROSS JOIN LATERAL (
        SELECT array_agg(one ->> 'point_id' ORDER BY (one ->> 'position')::int) AS point_ids
        FROM jsonb_array_elements(route -> 'properties' -> 'stops') AS one
    ) AS stop
    WHERE edition.status = 'published' AND jsonb_typeof(route -> 'geometry') = 'object'
    ORDER BY route ->> 'id', stop.point_ids, edition.year DESC, edition.map_name
)"""

WALKING_ROUTES: Final = Layer(
    name="walking_routes",
    title_zh="人文行走路线",
    title_en="Walking routes",
    zh="路线原有的走向，没有的取已发布地图中的走向；两者都没有的没有线",
    en="With the line that a route came with, or else that of a published map, or else without one",
    shape="MultiLineString",
    shape_value="coalesce(public.st_multi(route.line), published.line)",
    time="updated_at",
    fields=(
        Field("id", "text", "route.id", "编号", "Id"),
        *name_fields("route.names", "路线", "Name"),
        *name_fields("route.theme", "主题", "Theme", prefix="theme"),
        Field("stops", "integer", "coalesce(stop.stops, 0)", "站数", "Number of stops"),
        Field(
            "dwell_min",
            "integer",
            "coalesce(stop.dwell_min, 0)",
            "各站停留分钟数之和",
            "Minutes at the stops together",
        ),
        Field(
            "length_m",
            "double precision",
            "public.st_length("
            "coalesce(public.st_multi(route.line), published.line)::public.geography)",
            "线长（米）",
            "Length of the line in metres",
        ),
        Field(
            "line_from",
            "text",
            "CASE WHEN route.line IS NOT NULL THEN 'source' WHEN published.line IS NOT NULL"
            " THEN published.map_name || ' ' || published.year END",
            "线的来源：source 路线自带，或已发布地图的名称和年份",
            "Where the line is from: source, or the map and year of an edition",
        ),
        Field("source", "text", "route.source", "来源", "Source"),
        Field("fictional", "boolean", "route.fictional", "是否虚构", "Whether it is made up"),
        Field("updated_at", "timestamptz", "route.updated_at", "最近修改", "Last change"),
    ),
    source=(
        f"{OPEN}.walking_routes AS route"
        f" LEFT JOIN {_STOPS_OF_A_ROUTE} AS stop ON stop.route_id = route.id"
        f" LEFT JOIN {_LINES_OF_EDITIONS} AS published"
        " ON published.route_id = route.id AND published.point_ids = stop.point_ids"
    ),
)

ROUTE_STOPS: Final = Layer(
    name="route_stops",
    title_zh="路线站点",
    title_en="Stops of walking routes",
    zh="人文行走路线的各站，按顺序编号",
    en="The stops of walking routes, numbered in their order",
    shape="Point",
    shape_value="point.site",
    fields=(
        Field(
            "id",
            "text",
            f"stop.route_id || '{JOINT}' || stop.position::text",
            "路线编号和站序",
            "Id of the route and number of the stop",
        ),
        Field("route_id", "text", "stop.route_id", "路线编号", "Id of the route"),
        *name_fields("route.names", "路线", "Route", prefix="route"),
        Field("position", "integer", "stop.position", "站序", "Number of the stop"),
        Field("point_id", "text", "stop.point_id", "学习点编号", "Id of the learning point"),
        *name_fields("point.names", "学习点", "Learning point"),
        Field("status", "text", "point.status", "学习点状态", "Status of the learning point"),
        Field("dwell_min", "integer", "stop.dwell_min", "停留分钟数", "Minutes to stay"),
    ),
    source=(
        f"{OPEN}.route_stops AS stop"
        f" JOIN {OPEN}.walking_routes AS route ON route.id = stop.route_id"
        f" JOIN {OPEN}.learning_points AS point ON point.id = stop.point_id"
    ),
)
