"""What the pages about imports say of each kind of records."""

from typing import Final

RECORDS: Final[dict[str, tuple[str, str]]] = {
    "what_points": ("学习点", "Learning points"),
    "what_routes": ("行走线路", "Walking routes"),
    "what_offerings": ("课程和活动", "Offerings"),
    "what_categories": ("课程类别", "Categories of offerings"),
    "what_areas": ("行政区划", "Areas"),
    "what_population": ("居民", "Residents"),
    "one_points": ("学习点", "Point"),
    "one_routes": ("线路", "Route"),
    "one_offerings": ("课程", "Offering"),
    "one_categories": ("类别", "Category"),
    "one_areas": ("区划", "Area"),
    "one_population": ("居民点", "Place of residents"),
    "changes_points": ("对学习点的改动", "What it does to the learning points"),
    "changes_routes": ("对行走线路的改动", "What it does to the walking routes"),
    "changes_offerings": ("对课程和活动的改动", "What it does to the offerings"),
    "changes_categories": ("对课程类别的改动", "What it does to the categories"),
    "changes_areas": ("对行政区划的改动", "What it does to the areas"),
    "changes_population": ("对居民数据的改动", "What it does to the residents"),
    "changes_removed": (
        "这个来源原有、文件里没有，将移除 {count}",
        "Of this source and not in the file, to be removed {count}",
    ),
    "hint_points": (
        "xlsx、CSV、GeoJSON 或 GeoPackage，最大 25 MB。先检查，再决定是否导入。",
        "xlsx, CSV, GeoJSON or GeoPackage of at most 25 MB. It is checked before it is imported.",
    ),
    "hint_routes": (
        (
            "线路表(xlsx、CSV)、线(GeoJSON、GeoPackage)，或手机记录的 GPX。"
            "表格可以每个站点一行，也可以另附站点表。"
        ),
        (
            "A table (xlsx, CSV), lines (GeoJSON, GeoPackage), or GPX of a phone. A table has a "
            "row for each stop, or a second file has the stops."
        ),
    ),
    "hint_offerings": (
        "xlsx 或 CSV。课程类别须先导入；线下课程写明学习点编号。",
        "xlsx or CSV. Import the categories first; who meets in person names the point's id.",
    ),
    "hint_categories": (
        "xlsx 或 CSV：代码、中文名称、英文名称。",
        "xlsx or CSV: code, Chinese name, English name.",
    ),
    "hint_areas": (
        "多边形，GeoJSON 或 GeoPackage：代码、级别、名称、上级代码。",
        "Polygons as GeoJSON or GeoPackage: code, level, name, code of the parent.",
    ),
    "hint_population": (
        ("GeoTIFF 栅格、普查区多边形，或带经纬度和各年龄段人数的表格。同一来源的居民会整体更换。"),
        (
            "A GeoTIFF, census areas as polygons, or a table of places with counts by age. All "
            "residents of the same source are replaced."
        ),
    ),
    "beside_routes": ("站点表(可不选)", "Table of stops (may be left out)"),
    "beside_routes_hint": (
        "线路表里没有站点时选：线路编号、顺序、学习点编号、停留分钟。xlsx 或 CSV。",
        "Where the file has no stops: route id, position, point id, minutes. xlsx or CSV.",
    ),
    "beside_areas": ("名称表(可不选)", "Table of names (may be left out)"),
    "beside_areas_hint": (
        "轮廓文件缺英文名等名称时选：区划代码、中文名称、英文名称。xlsx 或 CSV。",
        "Where the outlines lack a name: code, Chinese name, English name. xlsx or CSV.",
    ),
    "beside_offerings": ("场次表(可不选)", "Table of sessions (may be left out)"),
    "beside_offerings_hint": (
        "课程编号、开始时间、结束时间；流动教学还要学习点编号。xlsx 或 CSV。",
        "Offering id, start, end; of mobile ones the point id. xlsx or CSV.",
    ),
    "import_within": ("航点距学习点最多几米", "Metres from a waypoint to its point"),
    "import_within_hint": (
        "只用于 GPX，1 到 500；不填为 50。",
        "Of GPX only, from 1 to 500; 50 when left open.",
    ),
    "fault_within": ("请填写 1 到 500 的整数。", "Give a whole number from 1 to 500."),
    "import_level": ("所有区划的级别", "Level of all areas"),
    "import_level_hint": (
        "只在文件没有级别一列时选择。",
        "Only where the file has no column for the level.",
    ),
    "level_by_row": ("按文件各行", "As each row says"),
    "level_province": ("省级", "Province"),
    "level_city": ("市级", "City"),
    "level_district": ("区级", "District"),
    "level_street_town": ("街镇", "Sub-district or town"),
    "level_neighbourhood": ("居村委", "Neighbourhood or village"),
    "import_ages": ("年龄段", "Age bands"),
    "import_ages_hint": (
        "栅格的各个波段，或只有一列人口时填写，例如 60+ 或 0-59,60+。",
        "Of the bands of a raster, or of a single count: 60+, or 0-59,60+.",
    ),
    "fault_ages": (
        "请从小到大写，例如 0-59,60-79,80+。",
        "Write bands from young to old, such as 0-59,60-79,80+.",
    ),
    "import_inside": ("取哪里的行", "Rows from where"),
    "import_inside_hint": (
        "文件覆盖全市而本图只是其中一区时选择；其余的行只计数，不导入。已有的学习点都会比对。",
        "For a file that covers more than this map. Stored points are compared in any case.",
    ),
    "inside_all": ("所有行", "All rows"),
    "inside_streets": ("本市路网范围内", "In the box of the city's streets"),
    "by_hand": ("接受没有坐标的行", "Take rows without coordinates"),
    "by_hand_hint": (
        "先按地址和名称找位置，找到的须确认；找不到的放进“待定位”，由人在地图上放置。",
        (
            "Each is looked for by its address and name, to be confirmed; the others go to the "
            "list of points that somebody puts on the map."
        ),
    ),
    "report_unplaced": (
        "有 {count} 行没有坐标，导入后放进“待定位”，由人在地图上放置。",
        "{count} rows have no place. Imported, they go to the list to be put on the map.",
    ),
    "report_list": ("放进“待定位”", "Put them on the list"),
    "done_unplaced": (
        "有 {count} 行没有坐标，等待在地图上放置。",
        "{count} rows wait to be put on the map.",
    ),
    "go_unplaced": ("去放置", "Put them on the map"),
    "report_of_beside": (
        "以下问题在第二个文件“{name}”里，行号是那个文件的。",
        "The problems are in the second file, {name}; the rows are its rows.",
    ),
    "report_new": ("另选文件", "Send another file"),
    "column_code": ("代码", "Code"),
    "column_level": ("级别", "Level"),
    "column_parent_code": ("上级代码", "Code of the parent"),
    "column_valid_from": ("生效日期", "Valid from"),
    "column_geometry": ("几何", "Geometry"),
    "column_wpt": ("航点", "Waypoint"),
    "column_line": ("走线", "Line"),
    "column_theme_zh": ("中文主题", "Chinese theme"),
    "column_theme_en": ("英文主题", "English theme"),
    "column_stops": ("站点", "Stops"),
    "column_route_id": ("线路编号", "Route id"),
    "column_position": ("顺序", "Position"),
    "column_point_id": ("学习点编号", "Point id"),
    "column_dwell_min": ("停留分钟", "Minutes of stay"),
    "column_category": ("课程类别", "Category"),
    "column_mode": ("形式", "Mode"),
    "column_provider": ("主办", "Provider"),
    "column_language": ("语言", "Language"),
    "column_fee": ("费用", "Fee"),
    "column_fee_currency": ("货币", "Currency"),
    "column_age_from": ("最小年龄", "Age from"),
    "column_age_to": ("最大年龄", "Age to"),
    "column_capacity": ("名额", "Capacity"),
    "column_schedule": ("时间安排", "Schedule"),
    "column_sessions": ("场次", "Sessions"),
    "column_offering_id": ("课程编号", "Offering id"),
    "column_starts_at": ("开始时间", "Start"),
    "column_ends_at": ("结束时间", "End"),
    "column_counts": ("各年龄段人数", "Residents by age"),
    "column_residents": ("人数", "Residents"),
}
