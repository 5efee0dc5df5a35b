"""What the pages of changes say."""

from typing import Final

CHANGES: Final[dict[str, tuple[str, str]]] = {
    "changes": ("修改记录", "Changes"),
    "changes_who": ("修改人", "By whom"),
    "changes_since": ("从", "From"),
    "changes_until": ("到", "To"),
    "changes_show": ("显示", "Show"),
    "changes_none": ("没有符合条件的修改。", "No change fits."),
    "changes_older": ("更早的修改", "Older changes"),
    "changes_newest": ("最新的修改", "The newest changes"),
    "bad_date": ("日期请写作 2026-03-31。", "Write a date like 2026-03-31."),
    "change_counts": (
        "新增 {added}，修改 {changed}，未变 {unchanged}",
        "{added} added, {changed} changed, {unchanged} as they were",
    ),
    "change_removed": ("去掉 {removed}", "{removed} removed"),
    "change_import": ("导入 {id}", "import {id}"),
    "change_back": ("撤回导入 {id}", "import {id} taken back"),
    "change_by_hand": ("手工修改", "by hand"),
    "change_values": ("改了什么", "What changed"),
    "change_more": ("另有 {count} 项", "and {count} more"),
    "change_unkept": (
        "这次修改没有留下新旧值。",
        "The old and new values of this change were not kept.",
    ),
    "undo": ("撤销这次修改", "Undo this change"),
    "no_history": (
        "没有这个学习点的修改记录；记录从这一版软件开始保存新旧值。",
        (
            "There is no change of this point on record; old and new values are kept from this "
            "version of the software on."
        ),
    ),
    "step_added": ("添加", "Added"),
    "step_changed": ("修改", "Changed"),
    "step_removed": ("去掉", "Removed"),
    "old_value": ("原来", "Before"),
    "new_value": ("改为", "After"),
    "when": ("时间", "When"),
    "act_points.upsert": ("学习点", "learning points"),
    "act_offerings.upsert": ("课程和活动", "offerings"),
    "act_offerings.remove": ("结束课程或活动", "offering ended"),
    "act_categories.upsert": ("课程类别", "categories of offerings"),
    "act_routes.upsert": ("人文行走线路", "walking routes"),
    "act_areas.upsert": ("区域", "areas"),
    "act_imports.apply": ("应用导入", "import applied"),
    "act_imports.take_back": ("撤回导入", "import taken back"),
    "act_residents.replace": ("居民数据", "residents"),
    "act_kinds.add": ("添加类别", "kind added"),
    "act_kinds.edit": ("修改类别", "kind changed"),
}
