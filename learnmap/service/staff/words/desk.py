"""What the start page and the comparison say."""

from typing import Final

DESK: Final[dict[str, tuple[str, str]]] = {
    "waiting": ("待办", "What waits"),
    "waiting_none": ("现在没有待办。", "Nothing waits now."),
    "waiting_imports": ("{count} 次导入在隔离中，等待确认", "{count} imports wait in quarantine"),
    "waiting_unassured": (
        "{count} 个学习点一年内没有核实",
        "{count} learning points were not verified within a year",
    ),
    "waiting_draft": ("草稿，待提交审核", "a draft, to be submitted"),
    "waiting_review": (
        "{name} 提交，待另一个人审核",
        "{name} submitted it; another person reviews it",
    ),
    "waiting_review_yours": ("{name} 提交，等您审核", "{name} submitted it; you may review it"),
    "waiting_publish": ("审核已通过，待发布", "approved, to be published"),
    "compare": ("年度对比", "Compare years"),
    "compare_lead": (
        "两个年度版相比：新开、关闭、搬迁、更名的学习点，线路，以及覆盖的居民有何变化。",
        (
            "Two editions of a map: points that opened, closed, moved or were renamed, routes, "
            "and what changed for residents."
        ),
    ),
    "compare_before": ("较早的年份", "Earlier year"),
    "compare_after": ("较晚的年份", "Later year"),
    "compare_do": ("对比", "Compare"),
    "compare_few": (
        "还没有两个年份发布过同一张地图，所以还不能对比。",
        "No map is published for two years yet, so there is nothing to compare.",
    ),
    "compare_missing": (
        "{year} 年没有发布这张地图，请选别的年份。",
        "This map is not published for {year}. Choose another year.",
    ),
    "compare_points": ("开放的学习点", "Open learning points"),
    "compare_change": ("变化", "Change"),
    "compare_count": ("学习点数", "Points"),
    "compare_unchanged": ("学习点没有变化。", "No learning point changed."),
    "compare_routes": ("有变化的行走线路：{count} 条", "Walking routes that changed: {count}"),
    "compare_residents": ("范围内的居民", "Residents within reach"),
    "compare_who": ("步行方式", "Who walks"),
    "compare_minutes": ("分钟", "Minutes"),
    "compare_by_residents": ("因居民", "By residents"),
    "compare_by_streets": ("因街道", "By streets"),
    "compare_by_points": ("因学习点", "By points"),
    "compare_no_residents": (
        "没有居民数据，所以没有计算覆盖的居民。",
        "No residents are known, so that none are counted.",
    ),
    "compare_page": ("打开完整的对比页（含名单）", "Open the whole comparison, with its lists"),
    "compare_csv": ("变化清单（CSV）", "List of changes (CSV)"),
    "compare_geojson": ("变化图层（GeoJSON）", "Layer of changes (GeoJSON)"),
}
