"""Words of the page in Chinese and English: one table, so that neither language lags.

Keys are used by the templates and, those in `SCRIPT_KEYS`, by the page's scripts. ``{name}``
is a place that the caller fills.
"""

from typing import Final

from learnmap.model.errors import NotFoundError

LABELS: Final[dict[str, tuple[str, str]]] = {
    "language_switch": ("English", "中文"),
    "language_switch_label": ("Switch to English", "切换为中文"),
    "skip_to_list": ("跳到学习点列表", "Skip to the list of learning points"),
    "fictional": ("虚构演示数据", "Fictional demonstration data"),
    "fictional_note": (
        "城市、地点和人口均为演示而编造，不对应任何真实地点。",
        "City, places and residents are invented for demonstration; none of them is real.",
    ),
    "fictional_some": (
        "本图含为演示而编造的学习点。",
        "This map shows learning points that are invented for demonstration.",
    ),
    "edition_year": ("{year} 年版", "{year} edition"),
    "revision": ("第 {revision} 版", "revision {revision}"),
    "map": ("地图", "Map"),
    "map_label": ("学习点地图", "Map of learning points"),
    "map_without_script": (
        "地图需要 JavaScript。下面的列表包含全部学习点。",
        "The map needs JavaScript. The list below holds every learning point.",
    ),
    "no_basemap": ("本年度版不含底图。", "This edition has no base map."),
    "zoom_in": ("放大", "Zoom in"),
    "zoom_out": ("缩小", "Zoom out"),
    "whole_map": ("显示全图", "Show the whole map"),
    "cluster": ("此处有 {count} 个学习点，放大查看", "{count} learning points here; zoom in"),
    "approval": ("审图号：{number}", "Map approval number: {number}"),
    "search": ("按名称查找", "Search by name"),
    "search_hint": ("中文或英文名称", "Name in Chinese or English"),
    "search_results": ("查找结果", "Search results"),
    "found": ("找到 {count} 个学习点", "{count} learning points found"),
    "found_one": ("找到 1 个学习点", "1 learning point found"),
    "found_none": ("没有找到学习点", "No learning point found"),
    "kinds": ("类别", "Kinds"),
    "kinds_filter": ("按类别显示", "Show by kind"),
    "all_kinds": ("全部类别", "All kinds"),
    "legend": ("图例", "Legend"),
    "legend_status": ("标记样式", "Marker styles"),
    "walking": ("步行范围", "Walking catchment"),
    "walking_hint": (
        "点选一个学习点，查看从哪里可以步行到达。",
        "Choose a learning point to see from where one can walk to it.",
    ),
    "walking_shown": (
        "从着色范围内可步行到达{name}。",
        "From the coloured area one can walk to {name}.",
    ),
    "walking_none": (
        "{name}没有这种步行方式的步行范围，原因见“关于本图”。",
        "{name} has no catchment for this walker; “About this map” says why.",
    ),
    "walking_other": (
        "页面未收录单点范围，请见随附的 catchments.geojson。",
        "The page holds no single catchments; see catchments.geojson beside it.",
    ),
    "walker": ("步行方式", "Who walks"),
    "pace": ("{speed} 米/秒", "{speed} m/s"),
    "bands": ("步行时间", "Walking time"),
    "minutes": ("{minutes} 分钟", "{minutes} min"),
    "union": ("显示全部学习点的范围", "Show the area of all points"),
    "union_note": (
        "从着色范围可步行到达至少一个学习点。",
        "From the coloured area one can walk to at least one point.",
    ),
    "routes": ("行走线路", "Walking routes"),
    "route_note": (
        "选择线路，在地图上查看站点顺序。时间不含停留。",
        "Choose a route to see its stops on the map. Times do not include stops.",
    ),
    "route_show": ("在地图上显示", "Show on the map"),
    "route_all": ("显示全部线路", "Show all routes"),
    "route_length": ("{km} 公里", "{km} km"),
    "route_stops": ("{count} 个站点", "{count} stops"),
    "route_dwell": ("停留 {minutes} 分钟", "stay {minutes} min"),
    "list": ("学习点列表", "List of learning points"),
    "list_note": (
        "共 {count} 个学习点，内容与地图一致。",
        "{count} learning points, as on the map.",
    ),
    "lean_list": (
        "列表很长，未启用 JavaScript 时只列主要信息；全部内容见 points.geojson。",
        "This list is long: without JavaScript it holds the main facts; all are in points.geojson.",
    ),
    "show_more": ("再显示 {count} 个", "Show {count} more"),
    "show_all": ("显示全部 {count} 个", "Show all {count}"),
    "shown": ("显示 {shown} / {total}", "Showing {shown} of {total}"),
    "column_name": ("名称", "Name"),
    "column_kind": ("类别", "Kind"),
    "column_place": ("地址与联系", "Address and contact"),
    "column_hours": ("开放时间", "Opening hours"),
    "column_offerings": ("课程与活动", "Courses and activities"),
    "column_access": ("到达与无障碍", "Getting in"),
    "column_record": ("状态与来源", "Status and source"),
    "in_list": ("在列表中查看", "Show in the list"),
    "close": ("关闭", "Close"),
    "designated": ("{year} 年命名", "designated {year}"),
    "phone": ("电话", "Phone"),
    "website": ("网站", "Website"),
    "hours_raw": ("（OSM 写法）", "(OSM notation)"),
    "hours_unknown": ("开放时间未登记", "Opening hours not recorded"),
    "entrance": ("入口坐标", "Entrance at"),
    "step_free": ("无台阶", "Step-free"),
    "partly": ("部分无台阶", "Partly step-free"),
    "steps": ("有台阶", "Steps"),
    "unknown": ("无障碍情况未登记", "Step-free access not recorded"),
    "open": ("开放", "Open"),
    "temporarily_closed": ("暂停开放", "Temporarily closed"),
    "closed": ("已关闭", "Closed"),
    "planned": ("规划中", "Planned"),
    "assured": ("核实日期", "Last verified"),
    "not_assured": ("尚未核实", "Not yet verified"),
    "source": ("来源：", "Source:"),
    "point_id": ("编号：", "Id:"),
    "in_person": ("现场", "In person"),
    "online": ("线上", "Online"),
    "mobile": ("流动教学", "Mobile teaching"),
    "free": ("免费", "Free of charge"),
    "fee": ("费用 {amount} {currency}", "Fee {amount} {currency}"),
    "ages": ("{from}–{to} 岁", "Ages {from}–{to}"),
    "age_from": ("{from} 岁及以上", "Age {from} and over"),
    "age_to": ("{to} 岁及以下", "Up to age {to}"),
    "capacity": ("{count} 个名额", "{count} places"),
    "provider": ("主办：{name}", "By {name}"),
    "taught_in": ("授课语言：{language}", "Language: {language}"),
    "more_sessions": ("另有 {count} 场", "and {count} more"),
    "about": ("关于本图", "About this map"),
    "about_edition": ("年度版", "Edition"),
    "about_frozen": ("内容冻结于 {date}，此后不变。", "Content frozen on {date}, unchanged since."),
    "about_counts": (
        "{points} 个学习点，{routes} 条行走线路。",
        "{points} learning points and {routes} walking routes.",
    ),
    "about_assured": (
        "学习点核实日期为 {first} 至 {last}。",
        "The points were verified between {first} and {last}.",
    ),
    "about_not_assured": (
        "没有学习点登记核实日期。",
        "No point has a recorded date of verification.",
    ),
    "about_approval": ("审图号：{number}", "Map approval number: {number}"),
    "about_exemption": ("审图豁免依据：", "Recorded exemption from map approval:"),
    "about_no_approval": (
        "未登记审图号。",
        "No map approval number is recorded.",
    ),
    "about_reviewed": ("本版经第二人审核。", "A second person has reviewed this edition."),
    "about_not_reviewed": (
        "本版未经第二人审核。",
        "This edition was not reviewed by a second person.",
    ),
    "about_overridden": (
        "本版发布时有一项检查未通过：{check}。照常发布的理由：",
        "This edition was published although a check did not pass: {check}. The reason:",
    ),
    "check_accuracy": ("步行范围的误差在限值以内", "catchments are within their error limit"),
    "check_assured": ("学习点一年内核实过", "points were assured within a year"),
    "check_quarantine": ("没有待确认的导入", "no import waits to be confirmed"),
    "check_second_person": (
        "发布人没有独自发布自己导入的数据",
        "nobody published an import of their own alone",
    ),
    "check_translation": ("名称有中英文", "names are in Chinese and English"),
    "about_sources": ("数据来源与许可", "Sources and licences"),
    "about_walking": ("步行时间怎样计算", "How walking time is counted"),
    "about_walking_text": (
        "范围表示在给定时间内可沿街道步行到达学习点入口的地方。等候过街和天气未计入。",
        (
            "A catchment is the area from which the point's entrance is reached on foot along"
            " streets within the time. Waiting at crossings and weather are not counted."
        ),
    ),
    "about_profile": (
        "{name}：每秒 {speed} 米，{minutes} 分钟约走 {metres} 米。",
        "{name}: {speed} m per second, about {metres} m in {minutes} minutes.",
    ),
    "about_no_steps": ("不经过台阶。", "Never takes steps."),
    "about_steps_factor": (
        "一米台阶按 {factor} 米街道计。",
        "A metre of steps counts as {factor} metres of street.",
    ),
    "about_slopes": (
        "上述速度为平路速度，上下坡按托布勒函数折算，坡度取自高程数据 {name}。",
        (
            "These are speeds on the flat; up and down slopes they change by Tobler's function."
            " Slopes are from the elevation raster {name}."
        ),
    ),
    "about_flat_edges": (
        "其中 {edges} 条边没有高程，按平路计。",
        "It has no heights for {edges} edges, which count as flat.",
    ),
    "about_no_slopes": (
        "没有使用高程数据，所有街道按平路计。",
        "No elevation data were given: every street counts as flat.",
    ),
    "about_limits": (
        "学习点到街道不超过 {snap} 米才计算；离开街道最多 {off} 米；轮廓简化误差 {simplify} 米。",
        (
            "A point is counted if it lies within {snap} m of a street; a walker leaves the street"
            " by at most {off} m; outlines are simplified within {simplify} m."
        ),
    ),
    "about_page_catchments": (
        "本页的范围为显示而简化，误差约 {tolerance} 米。完整精度见 catchments.geojson。",
        (
            "For display this page holds simplified catchments, within about {tolerance} m."
            " Full precision is in catchments.geojson beside it."
        ),
    ),
    "about_page_cells": (
        (
            "学习点很多，本页的范围为显示而概括为边长 {size} 米的方格，比方格窄的部分可能缺失。"
            "完整精度见 catchments.geojson。"
        ),
        (
            "There are many points: for display this page holds their catchments in cells of {size}"
            " m, without what is narrower. Full precision is in catchments.geojson beside it."
        ),
    ),
    "about_page_no_catchments": (
        "学习点太多，单点范围不收入本页，见随附的 catchments.geojson。",
        (
            "There are too many points for single catchments on this page; see catchments.geojson"
            " beside it."
        ),
    ),
    "about_without": ("没有步行范围的学习点", "Points without a catchment"),
    "about_without_none": ("所有学习点都有步行范围。", "Every point has a catchment."),
    "without_for": ("没有步行范围（{profiles}）：{reason}", "No catchment ({profiles}): {reason}"),
    "all_walkers": ("全部步行方式", "all walkers"),
    "too_far": ("距最近街道 {metres} 米，超出限值", "{metres} m from the nearest street, too far"),
    "too_far_unmeasured": ("距最近街道太远", "too far from the nearest street"),
    "island": ("最近的街道与路网不相连", "the nearest street is cut off from the network"),
    "about_accuracy": ("步行范围有多准", "How exact the catchments are"),
    "about_accuracy_sample": (
        (
            "在 {origins} 个起点（其中学习点 {points} 个）周围随机抽取 {places} 个地点，"
            "用另一套方法逐一算出步行时间，与本版公布的范围对照。"
        ),
        (
            "Around {origins} places to walk to ({points} of them learning points), {places} places"
            " were picked at random. The walk from each was worked out once more in another way"
            " and compared with the catchments of this edition."
        ),
    ),
    "about_accuracy_line": (
        (
            "{name}，{minutes} 分钟：每 1000 个确实走得到的地点，范围漏画 {missed} 个；"
            "另有 {extra} 个走不到的画在了范围内。"
        ),
        (
            "{name}, {minutes} minutes: of every 1,000 places that are truly within this walk,"
            " {missed} lie outside the catchment drawn; {extra} that are not within it lie inside."
        ),
    ),
    "accuracy_under_one": ("不到 1", "fewer than 1"),
    "about_accuracy_none": (
        "本版的步行范围没有经过抽样核对。",
        "The catchments of this edition have not been checked against a sample.",
    ),
    "accuracy_figures": ("核对数据", "The figures"),
    "accuracy_minutes": ("分钟", "Minutes"),
    "accuracy_inside": ("误画在内", "Wrongly inside"),
    "accuracy_outside": ("误画在外", "Wrongly outside"),
    "accuracy_iou": ("交并比", "IoU"),
    "accuracy_exact": ("确实可达的地点", "Places truly within"),
    "about_accuracy_method": (
        (
            "误画比例以确实可达的地点数为分母；括号内为 95% 置信区间；交并比为 1 即完全一致。"
            "抽样种子 {seed}，核对日期 {date}。"
        ),
        (
            "Both shares are of the places truly within the time; in brackets their 95 % confidence"
            " interval. An IoU of 1 is full agreement. Seed {seed}, checked on {date}."
        ),
    ),
    "about_network": ("步行路网", "Street network"),
    "about_network_text": (
        "取自 {extract}（数据日期 {date}）：{nodes} 个节点，{edges} 条边，共 {km} 公里。",
        "From {extract} (data of {date}): {nodes} nodes, {edges} edges, {km} km.",
    ),
    "date_unknown": ("未注明", "not stated"),
    "about_network_hash": ("路网标识", "Network id"),
    "about_files": (
        "同一年度版的 GeoJSON 数据与清单 manifest.json 随本页发布，清单载有每个文件的 SHA-256。",
        (
            "The same edition's GeoJSON files are published beside this page, with manifest.json,"
            " which holds the SHA-256 of each."
        ),
    ),
    "about_software": ("制作软件", "Software"),
    "about_licences": ("软件许可全文", "Licences of the software"),
    "licence": ("许可：{name}", "Licence: {name}"),
    "index_title": ("学习地图", "Learning maps"),
    "index_year": ("{year} 年", "{year}"),
    "index_none": ("还没有发布的年度版。", "No edition is published yet."),
    "index_open": ("打开地图", "Open the map"),
    "index_routes": ("{count} 条行走线路", "{count} walking routes"),
    "index_points": ("{count} 个学习点", "{count} learning points"),
    "index_sheet": ("A3 地图 PDF", "Map sheet (PDF)"),
    "index_all": ("全部年度版", "All editions"),
    "downloads": ("下载", "Downloads"),
    "downloads_note": (
        "每个文件都由已发布的年度版生成，SHA-256 见清单；来源、许可和审图号写在每个文件里。",
        (
            "Each file is made of the published edition, its SHA-256 stands in the lists; sources,"
            " licences and the map approval number are told in each."
        ),
    ),
}
"""Each key's words in Chinese and English, in this order."""

SCRIPT_KEYS: Final = (
    "language_switch",
    "language_switch_label",
    "map_label",
    "kinds_filter",
    "legend_status",
    "zoom_in",
    "zoom_out",
    "whole_map",
    "cluster",
    "search",
    "search_hint",
    "search_results",
    "found",
    "found_one",
    "found_none",
    "walking_hint",
    "walking_shown",
    "walking_none",
    "walking_other",
    "show_more",
    "show_all",
    "shown",
    "in_list",
    "close",
    "fictional",
    "open",
    "temporarily_closed",
    "closed",
    "planned",
    "route_all",
    "route_show",
    "route_dwell",
)
"""Keys that the page's scripts use."""

GLYPHS: Final[dict[str, str]] = {
    "community_college": "院",
    "community_school": "校",
    "neighbourhood_point": "居",
    "senior_university": "老",
    "social_point": "社",
    "care_education_point": "养",
    "experience_base": "体",
    "humanities_stop": "人",
    "library": "图",
    "museum": "博",
    "cultural_centre": "文",
    "arts_centre": "艺",
    "adult_school": "成",
}
"""One character per kind, so that colour is never the only signal."""


def words(key: str, **values: object) -> tuple[str, str]:
    """Return the words of a key in Chinese and English, with its places filled.

    Parameters
    ----------
    key : str
        One of `LABELS`.
    **values
        What to put in the places; a pair is taken as (zh, en).

    Raises
    ------
    NotFoundError
        For a key that the table lacks.
    """
    if key not in LABELS:
        raise NotFoundError(f"no words for {key!r}; add them to learnmap.render.labels.LABELS")
    chinese, english = LABELS[key]
    return (
        chinese.format(**{name: _of(value, 0) for name, value in values.items()}),
        english.format(**{name: _of(value, 1) for name, value in values.items()}),
    )


def glyph(code: str, label_zh: str) -> str:
    """Return the character of a kind: its own, else the first of its Chinese label."""
    return GLYPHS.get(code) or next((one for one in label_zh if not one.isspace()), "?")


def _of(value: object, index: int) -> object:
    return value[index] if isinstance(value, tuple) else value
