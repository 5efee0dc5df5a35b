"""What the page of coverage says: its choices, its figures and its table."""

from typing import Final

COVERAGE: Final[dict[str, tuple[str, str]]] = {
    "coverage": ("步行覆盖", "Walking coverage"),
    "coverage_lead": (
        "居民从家门口步行到最近的开放学习点要多久，谁走不到。点任一数字，可看它怎样算出。",
        (
            "How long residents walk from their door to the nearest open learning point, and who "
            "cannot. Choose any figure to see how it was computed."
        ),
    ),
    "rooms": ("规划页面", "Pages for planning"),
    "room_coverage": ("覆盖", "Coverage"),
    "room_years": ("逐年对比", "Year on year"),
    "not_ready": ("还不能计算", "Nothing can be computed yet"),
    "not_ready_lead": (
        "这座城市还缺少计算所需的数据。系统说明：",
        "The city lacks something that the figures stand on. The system says:",
    ),
    "fictional": (
        "虚构数据：居民或学习点是为演示编造的，不能用于真实规划。",
        (
            "Fictional data: residents or learning points are invented for demonstration; "
            "plan nothing real by them."
        ),
    ),
    "ask": ("查询条件", "What is asked"),
    "ask_do": ("计算", "Compute"),
    "ask_profile": ("步行方式", "Who walks"),
    "ask_age": ("统计哪些居民", "Residents counted"),
    "ask_points": ("到哪些学习点", "To which points"),
    "ask_level": ("按什么区域", "By which areas"),
    "ask_minutes": ("步行时限", "Time limit"),
    "points_all": ("所有开放的学习点", "All open points"),
    "points_map": ("{name}上的学习点", "Points of the {name}"),
    "points_category": ("教“{name}”的学习点", "Points that teach: {name}"),
    "points_evenings": ("工作日晚上开放的学习点", "Points open on weekday evenings"),
    "points_weekends": ("周末开放的学习点", "Points open at weekends"),
    "points_step_free": ("已知无台阶的学习点", "Points known to be step-free"),
    "unknown": (
        "另有 {count} 个开放学习点不知道是否属于这一组，按不属于计。",
        "Of another {count} open points nobody knows whether they belong; they count as not.",
    ),
    "age_all": ("全部年龄", "All ages"),
    "age_from": ("{age} 岁及以上", "Aged {age} and over"),
    "minutes_count": ("{count} 分钟", "{count} min"),
    "by_city": ("全市", "Whole city"),
    "by_district": ("区", "Districts"),
    "by_street_town": ("街镇", "Sub-districts and towns"),
    "by_neighbourhood": ("居村委", "Neighbourhoods and villages"),
    "city_figures": ("全市", "The whole city"),
    "city_sentence": (
        "{age}：{minutes} 分钟内能走到（{points}）",
        "{age}: within {minutes} min on foot ({points})",
    ),
    "figure_share": ("能走到的比例", "Share within the limit"),
    "figure_covered": ("能走到的居民", "Residents within the limit"),
    "figure_uncovered": ("走不到的居民", "Residents beyond the limit"),
    "figure_unplaced": ("无法接入路网的居民", "Residents on no street"),
    "figure_total": ("居民总数", "All residents counted"),
    "joined": (
        "接入这种步行方式路网的开放学习点：{count} 个。",
        "Open points that join the streets of this way of walking: {count}.",
    ),
    "divided": (
        "另有 {count} 名居民所在的年龄段跨过这个年龄，没有计入。",
        "Another {count} residents are in age bands that this age divides; they are not counted.",
    ),
    "table": ("各区域", "By area"),
    "table_caption": (
        "{level}：{age}，{profile}，{points}",
        "{level}: {age}, {profile}, {points}",
    ),
    "column_area": ("区域", "Area"),
    "column_total": ("居民", "Residents"),
    "column_within": ("{minutes} 分钟内", "Within {minutes} min"),
    "column_uncovered": ("超过 {minutes} 分钟", "Beyond {minutes} min"),
    "column_unplaced": ("不在路网", "On no street"),
    "column_share": ("{minutes} 分钟比例", "Share in {minutes} min"),
    "sort_hint": ("按列标题排序；再按一次则反过来。", "A heading sorts; once more, backwards."),
    "export": ("下载这张表", "Take this table along"),
    "export_hint": (
        "行和次序与所示一致，数字带全部小数，并附数据来源和日期。",
        "Rows and order as shown, figures with all digits, with sources and dates.",
    ),
    "export_csv": ("CSV 表格", "CSV"),
    "export_xlsx": ("Excel 工作簿", "Excel workbook"),
    "export_geojson": ("GeoJSON（含边界）", "GeoJSON with outlines"),
    "export_gpkg": ("GeoPackage（QGIS，含边界）", "GeoPackage with outlines, for QGIS"),
}
