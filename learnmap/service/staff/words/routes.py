"""What the pages of walking routes say."""

from typing import Final

ROUTES: Final[dict[str, tuple[str, str]]] = {
    "routes": ("人文行走线路", "Walking routes"),
    "routes_none": ("还没有线路。", "There are no walking routes yet."),
    "route_new": ("新建线路", "New route"),
    "routes_retired": ("已停用的线路", "Retired routes"),
    "route_back": ("返回线路列表", "Back to the routes"),
    "route_facts": ("{stops} 站 · 第 {version} 版", "{stops} stops · version {version}"),
    "route_by": ("{when} 由 {who} 修改", "changed {when} by {who}"),
    "route_an_import": ("一次导入", "an import"),
    "route_fictional": ("演示数据", "demonstration data"),
    "route_names": ("名称和主题", "Names and theme"),
    "route_name_zh": ("中文名称", "Name in Chinese"),
    "route_name_en": ("英文名称", "Name in English"),
    "route_theme_zh": ("中文主题", "Theme in Chinese"),
    "route_theme_en": ("英文主题", "Theme in English"),
    "route_source": ("来源", "Source"),
    "route_source_hint": (
        "谁提供了这条线路，例如“普陀区文旅局 2026”。",
        "Who the route is from, such as “Culture office of Putuo, 2026”.",
    ),
    "route_own_source": ("城市工作人员", "City staff"),
    "route_stops": ("站点", "Stops"),
    "route_no_stops": (
        "还没有站点。请在下面查找学习点，或在地图上点选。",
        "No stops yet. Search for learning points below, or choose them on the map.",
    ),
    "route_order_of": ("{name} 的次序", "Place of {name}"),
    "route_order": ("次序", "Place"),
    "route_dwell": ("停留（分钟）", "Stay (minutes)"),
    "route_dwell_of": ("在 {name} 停留的分钟数", "Minutes at {name}"),
    "route_drag": ("按住拖动 {name}", "Drag {name}"),
    "route_up": ("上移", "Up"),
    "route_up_of": ("上移 {name}", "Move {name} up"),
    "route_down": ("下移", "Down"),
    "route_down_of": ("下移 {name}", "Move {name} down"),
    "route_remove": ("移除", "Remove"),
    "route_remove_of": ("移除 {name}", "Remove {name}"),
    "route_recount": ("按次序重新排列并计算", "Apply the numbers and walk again"),
    "route_recount_hint": (
        "也可以直接改次序的数字。",
        "You may also change the numbers of the places.",
    ),
    "route_leg": ("步行 {metres} 米，约 {minutes} 分钟", "walk {metres} m, {minutes} min"),
    "route_leg_steps": ("其中台阶 {metres} 米", "{metres} m of it steps"),
    "route_leg_barred": (
        "无法沿街道从 {here} 步行到 {there}",
        "one cannot walk along streets from {here} to {there}",
    ),
    "route_leg_drawn": ("走线路原有的路径", "by the line that the route came with"),
    "route_stop_closed": ("已关闭：请换一个站点", "closed for good: choose another stop"),
    "route_stop_resting": ("暂停开放", "closed for the time being"),
    "route_stop_planned": ("尚未开放", "not open yet"),
    "route_stop_gone": ("学习点 {id} 已不存在", "The learning point {id} is gone"),
    "route_walk": ("步行路线", "The walk"),
    "route_length": ("全程", "Length"),
    "route_metres": ("{metres} 米", "{metres} m"),
    "route_minutes": ("{minutes} 分钟", "{minutes} min"),
    "route_with_stays": (
        "{minutes} 分钟，含停留共 {all} 分钟",
        "{minutes} min; {all} min with the time at the stops",
    ),
    "route_steps": ("途中台阶", "Steps on the way"),
    "route_steps_none": ("没有", "none"),
    "route_steps_drawn": ("线路自带路径，无从得知", "not known of a line that came with the route"),
    "route_not_walkable": ("走不通：{legs}", "cannot be walked: {legs}"),
    "route_from_to": ("{here} → {there}", "{here} → {there}"),
    "route_too_few": (
        "至少有两个站点时才计算步行路线。",
        "The walk is computed once there are two stops.",
    ),
    "route_no_streets": (
        "还没有街道数据，无法计算步行路线；请先运行 learnmap network build。",
        "There are no streets yet to walk along; run learnmap network build first.",
    ),
    "route_keeps_line": (
        "保留线路自带的路径，不沿街道计算",
        "Keep the line that the route came with, and do not compute one along streets",
    ),
    "route_line_stale": (
        "站点或次序已改动，而线路自带的路径不会随之改变。请取消勾选，改为沿街道计算。",
        (
            "The stops changed, and the line that the route came with does not follow them. "
            "Take the tick away to walk along streets."
        ),
    ),
    "route_suggest": ("建议最短次序", "Suggest the shortest order"),
    "route_suggested": ("建议的次序", "Suggested order"),
    "route_suggested_from": (
        "从 {name} 出发，步行 {after} 分钟，现在是 {before} 分钟。",
        "From {name} it is {after} min of walking; now it is {before} min.",
    ),
    "route_suggested_now_barred": (
        "从 {name} 出发，步行 {after} 分钟；现在的次序走不通。",
        "From {name} it is {after} min of walking; the order as it is cannot be walked.",
    ),
    "route_suggested_barred": (
        "从 {name} 出发。没有一种次序能全程步行；这一种走不通的路段最少。",
        "From {name}. No order can be walked all the way; this one has the fewest gaps.",
    ),
    "route_suggested_same": (
        "从第一站出发，现在的次序已经最短。",
        "From the first stop the order as it is cannot be made shorter.",
    ),
    "route_take": ("采用这个次序", "Take this order"),
    "route_keep": ("保持现在的次序", "Keep the order as it is"),
    "route_add": ("添加站点", "Add a stop"),
    "route_search": ("按名称或地址查找学习点", "Search a learning point by name or address"),
    "route_search_do": ("查找", "Search"),
    "route_found_none": ("没有找到“{text}”。", "Nothing is found for “{text}”."),
    "route_found": ("找到的学习点", "Learning points found"),
    "route_found_most": (
        "只列出前 {most} 个；请多输入几个字。",
        "Only the first {most} are listed; type more of the name.",
    ),
    "route_add_of": ("添加 {name}", "Add {name}"),
    "route_add_do": ("添加", "Add"),
    "route_on_map": (
        "地图上的小圆点是学习点，点一下即可添加为站点。",
        "The small dots on the map are learning points; choose one to add it as a stop.",
    ),
    "route_save": ("保存线路", "Save the route"),
    "route_unsaved": (
        "有改动还没有保存。",
        "There are changes that are not saved yet.",
    ),
    "route_saved": ("线路已保存。", "The route is saved."),
    "route_retired_now": ("线路已停用。", "The route is retired."),
    "route_brought_back": ("线路已恢复。", "The route is back."),
    "route_retired_by": (
        "这条线路已于 {when} 由 {who} 停用，不会出现在以后的地图上。",
        "This route was retired {when} by {who} and is on no map to come.",
    ),
    "route_retire": ("停用线路", "Retire the route"),
    "route_retire_note": (
        "停用后，线路不再出现在以后的地图上；已发布的年度版不变，随时可以恢复。",
        (
            "A retired route is on no map to come. Published editions keep it, and you can "
            "bring it back at any time."
        ),
    ),
    "route_bring_back": ("恢复线路", "Bring the route back"),
    "route_export": ("带去实地核对", "Take it along to check it on foot"),
    "route_gpx": ("下载 GPX（手机导航）", "GPX, for a phone"),
    "route_geojson": ("下载 GeoJSON（QGIS）", "GeoJSON, for QGIS"),
    "route_export_note": (
        "文件里是已保存的线路。",
        "The files have the route as it is saved.",
    ),
    "route_fault_name": ("请至少填写一种语言的名称", "Give a name in at least one language"),
    "route_fault_long": ("最多 200 个字符", "200 characters at most"),
    "route_fault_control": (
        "含有看不见的控制字符；请删除后重新输入",
        "It holds a control character that cannot be seen; type it again",
    ),
    "route_fault_source": ("请写明来源", "Say who the route is from"),
    "route_fault_stops": ("请至少添加两个站点", "Add two stops at least"),
    "route_fault_many": ("最多 {most} 个站点", "A route has {most} stops at most"),
    "route_fault_number": (
        "{name}：请填写 0 到 600 的整数分钟",
        "{name}: give whole minutes from 0 to 600",
    ),
    "route_fault_gone": (
        "有的站点已不存在，请移除后再保存",
        "Some stops are learning points no more; remove them and save again",
    ),
    "route_faults": ("没有保存，请先改正：", "It is not saved; mend this first:"),
    "route_failed": (
        "没能连上服务器，改动还在这里。请再试一次；如果已退出登录，请在另一个标签页登录后再试。",
        (
            "The server did not answer; your changes are still here. Try again; if you are logged "
            "out, log in in another tab first."
        ),
    ),
    "route_conflict": (
        "别人同时改了这条线路",
        "Somebody else changed this route at the same time",
    ),
    "route_conflict_why": (
        (
            "{who} 在 {when} 保存了第 {version} 版，而您是从第 {seen} 版开始改的。"
            "您的改动没有丢失：请逐项选择，再回到线路页面检查并保存。"
        ),
        (
            "{who} saved version {version} on {when}, and you began from version {seen}. "
            "Nothing of yours is lost: choose item by item, then look at the route and save it."
        ),
    ),
    "route_theirs": ("对方的", "Theirs"),
    "route_mine": ("我的", "Mine"),
    "route_same": ("其余各项相同。", "All else is the same."),
    "route_merge": ("按所选的内容继续编辑", "Go on with what I chose"),
    "route_empty": ("（空）", "(empty)"),
    "route_line_own": ("线路自带的路径", "the line that the route came with"),
    "route_line_streets": ("沿街道计算", "computed along streets"),
    "route_line": ("路径", "Line"),
}
