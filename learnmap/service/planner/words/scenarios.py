"""What the pages of scenarios say."""

from typing import Final

SCENARIOS: Final[dict[str, tuple[str, str]]] = {
    "room_scenarios": ("假设方案", "Scenarios"),
    "scenarios": ("假设方案", "Scenarios"),
    "scenarios_lead": (
        "试一试：增设、关闭、搬迁学习点，开一道门或架一座桥，会让多少居民走得到。城市数据不会改变。",
        (
            "Try out what would be if points were added, closed or moved, or a gate or bridge "
            "opened. The city's data stay as they are."
        ),
    ),
    "scenario_new": ("新方案", "New scenario"),
    "scenario_none": ("还没有方案。", "There are no scenarios yet."),
    "scenario_changes": ("改动", "Changes"),
    "scenario_no_changes": ("还没有改动。", "No change yet."),
    "scenario_author": ("作者", "Author"),
    "scenario_when": ("最近保存", "Last saved"),
    "scenario_pick": ("选择“{name}”", "Choose {name}"),
    "scenario_compare": ("并排对比所选方案", "Put the chosen side by side"),
    "scenario_compared": ("方案对比", "Scenarios side by side"),
    "scenario_compare_few": ("请至少选一个方案。", "Choose one scenario at least."),
    "scenario_link": (
        "把这个网址发给同事，即可共享这个方案：",
        "Hand this address on to share the scenario:",
    ),
    "scenario_warnings": ("没有照做的改动", "What does not fit and was left out"),
    "scenario_result": ("现在与方案中", "Now and then"),
    "scenario_sum": (
        "{age}，{minutes} 分钟内走得到：现在 {now}，方案中 {then}，相差 {gained}",
        "{age}, within {minutes} min: {now} now, {then} then, a difference of {gained}",
    ),
    "scenario_gaps": (
        "走不到的居民及原因（{age}，{minutes} 分钟）",
        "Who is left out, and why ({age}, {minutes} min)",
    ),
    "scenario_gaps_all": ("合计", "Together"),
    "scenario_now": ("现在", "Now"),
    "scenario_then": ("方案中", "Then"),
    "scenario_gained": ("相差", "Difference"),
    "scenario_share_now": ("现在比例", "Share now"),
    "scenario_share_then": ("方案比例", "Share then"),
    "scenario_click": ("点地图（或按回车）时填入", "A click on the map (or Enter) fills in"),
    "click_add": ("新学习点的位置", "the place of a new point"),
    "click_point": ("要关闭或搬迁的学习点", "the point to close or move"),
    "click_move": ("搬迁的新位置", "the new place of the moved point"),
    "click_link_begin": ("门或桥的起点", "where a gate or bridge begins"),
    "click_link_end": ("门或桥的终点", "where a gate or bridge ends"),
    "click_look": ("不填，只看数字", "nothing: show the figures there"),
    "steps_typed": ("逐项填写改动", "Type a change in"),
    "step_add": ("增设学习点", "Add a point"),
    "step_close": ("关闭学习点", "Close a point"),
    "step_reopen": ("重开学习点", "Reopen a point"),
    "step_move": ("搬迁学习点", "Move a point"),
    "step_link": ("开门或架桥", "Open a gate or a bridge"),
    "step_hours": ("改变开放时间", "Other opening hours"),
    "step_pace": ("改变步速", "Another walking pace"),
    "step_remove": ("去掉第 {position} 项改动", "Take change {position} back"),
    "step_fault": ("这一步没有做：", "This step was not taken:"),
    "field_kind": ("类别", "Kind"),
    "field_new_name": ("名称", "Name of the point"),
    "field_point_id": ("学习点编号", "Id of the point"),
    "field_lon": ("经度", "Longitude"),
    "field_lat": ("纬度", "Latitude"),
    "field_begin": ("起点", "Begin"),
    "field_end": ("终点", "End"),
    "field_step_free": ("没有台阶", "Without steps"),
    "field_hours": ("开放时间（OpenStreetMap 写法）", "Hours, as OpenStreetMap writes them"),
    "field_pace": ("平地每秒米数", "Metres per second on the flat"),
    "scenario_keep": ("保存", "Keep it"),
    "scenario_name": ("方案名称", "Name of the scenario"),
    "scenario_note": ("说明", "Note"),
    "scenario_save": ("保存", "Save"),
    "scenario_copy": ("另存为新方案", "Save as a new one"),
    "scenario_delete": ("删除", "Delete"),
    "scenario_saved": ("已保存。", "Saved."),
    "scenario_export": ("导出方案（JSON）", "Export the scenario (JSON)"),
    "scenario_export_csv": ("导出对比（CSV）", "Export the comparison (CSV)"),
    "scenario_formula": (
        (
            "现在与方案中：各区域内步行到最近的开放学习点（{points}）不超过 {minutes} 分钟的住家的"
            "居民（{age}）相加，从门口走到门口；先按现在的学习点和街道，再按方案改动后的，"
            "居民不变。相差 = 方案中 − 现在。"
        ),
        (
            "Now and then: the residents ({age}) of the homes in each area from which the walk to "
            "the nearest open point ({points}), door to door, takes {minutes} minutes at most; "
            "with the points and streets as they are, and as the scenario changes them. Nobody "
            "moves. Difference = then − now."
        ),
    ),
    "scenario_command": ("命令行算出同样的数字", "The command that gives the same figures"),
    "change_add": ("增设“{name}”，位于 {at}", "add {name} at {at}"),
    "change_close": ("关闭 {name}", "close {name}"),
    "change_reopen": ("重开 {name}", "reopen {name}"),
    "change_move": ("把 {name} 搬到 {at}", "move {name} to {at}"),
    "change_link": ("在 {begin} 与 {end} 之间开通", "open a way from {begin} to {end}"),
    "change_pace": ("{profile}：每秒 {speed} 米", "{profile}: {speed} m/s"),
    "change_hours": ("{name} 的开放时间：{hours}", "hours of {name}: {hours}"),
    "map_changes": ("方案的改动", "Changes of the scenario"),
}
