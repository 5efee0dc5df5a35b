"""What the pages of learning points say."""

from typing import Final

POINTS: Final[dict[str, tuple[str, str]]] = {
    "points": ("学习点", "Learning points"),
    "find_points": ("查找", "Find"),
    "find_hint": (
        "名称、编号或地址的一部分；几个词用空格隔开。",
        "Part of a name, an id or an address; words apart by blanks.",
    ),
    "new_point": ("添加学习点", "Add a learning point"),
    "any": ("全部", "All"),
    "filters": ("筛选", "Filters"),
    "filter_area": ("区域", "Area"),
    "filter_map": ("地图种类", "Map"),
    "filter_due": ("超过一年未核实", "Not assured within a year"),
    "filter_reach": ("步行范围", "Catchment"),
    "lacks_catchment": ("没有步行范围", "No catchment"),
    "lacks_street": ("离街道太远或街道不连通", "Too far from a street, or on an island"),
    "order": ("排序", "Order"),
    "order_id": ("编号", "Id"),
    "order_name": ("名称", "Name"),
    "order_kind": ("类别", "Kind"),
    "order_status": ("状态", "Status"),
    "order_assured": ("最久未核实在前", "Longest not assured first"),
    "order_newest": ("最近修改在前", "Newest change first"),
    "found_points": (
        "共 {count} 个学习点，显示第 {first} 至 {last} 个。",
        "{count} found; {first} to {last} are shown.",
    ),
    "found_no_point": (
        "没有符合条件的学习点。请减少条件，或换一个词。",
        "No learning point fits. Take a filter away, or try another word.",
    ),
    "points_pages": ("分页", "Pages"),
    "points_before": ("上一页", "Previous page"),
    "page_after": ("下一页", "Next page"),
    "never_assured": ("从未核实", "never assured"),
    "assured_on": ("核实于 {day}", "assured {day}"),
    "back_to_points": ("返回学习点列表", "Back to the list"),
    "history": ("修改记录", "What changed"),
    "read_only": ("您的角色只能查看。", "Your role may read this and not change it."),
    "group_common": ("基本信息", "The main things"),
    "group_place": ("位置和入口", "Place and entrance"),
    "group_hours": ("开放时间", "Opening hours"),
    "group_contact": ("联系方式和无障碍", "Contact and access"),
    "group_more": ("命名和来源", "Designation and source"),
    "col_id": ("编号", "Id"),
    "col_name_zh": ("中文名称", "Name in Chinese"),
    "col_name_en": ("英文名称", "Name in English"),
    "col_name_other": ("名称（{code}）", "Name ({code})"),
    "col_kind": ("类别", "Kind"),
    "col_status": ("状态", "Status"),
    "col_assured_date": ("核实日期", "Assured date"),
    "col_address": ("地址", "Address"),
    "col_longitude": ("经度", "Longitude"),
    "col_latitude": ("纬度", "Latitude"),
    "col_entrance_longitude": ("入口经度", "Longitude of the entrance"),
    "col_entrance_latitude": ("入口纬度", "Latitude of the entrance"),
    "col_opening_hours": ("开放时间", "Opening hours"),
    "col_opening_hours_note": ("开放时间说明", "Note on the hours"),
    "col_phone": ("电话", "Phone"),
    "col_website": ("网址", "Website"),
    "col_accessibility": ("无障碍", "Step-free access"),
    "col_designation": ("命名", "Designation"),
    "col_designation_year": ("命名年份", "Year of the designation"),
    "col_source": ("来源", "Source"),
    "col_source_datum": ("交来时的坐标系", "Datum as delivered"),
    "col_fictional": ("虚构的演示数据", "Fictional demonstration data"),
    "group_longitude": ("位置（经度，纬度）", "Place (longitude, latitude)"),
    "group_entrance_longitude": ("入口（经度，纬度）", "Entrance (longitude, latitude)"),
    "hint_id": (
        "留空则由名称和地址生成，与导入表格相同。",
        "Left empty, it is made of name and address, as an import does.",
    ),
    "hint_date": ("例如 2026-03-31", "Such as 2026-03-31"),
    "hint_degrees": (
        "WGS 84 十进制度，例如 121.473700",
        "WGS 84 degrees with a point, such as 121.473700",
    ),
    "hint_map": (
        "拖动标记，或选中标记后按方向键（每次 1 米，按住 Shift 为 10 米）；也可以直接填写坐标。",
        (
            "Drag a marker, or focus it and press the arrow keys (1 m each, 10 m with Shift); "
            "or type the coordinates."
        ),
    ),
    "hint_hours": (
        "例如：周一至周五 9:00-17:00，节假日休息；或 Mo-Fr 09:00-17:00; PH off",
        "Such as Mo-Fr 09:00-17:00; PH off, or 周一至周五 9:00-17:00",
    ),
    "hint_source": (
        "数据从哪里来，例如“普陀区教育局 2026 年清单”",
        "Where this comes from, such as a district's list of 2026",
    ),
    "source_by_hand": ("工作人员手工录入", "typed by staff"),
    "datum_note": (
        "地图和坐标一律为 WGS 84；交来时的坐标系只作记录。",
        "Map and coordinates are WGS 84; the datum as delivered is only a record.",
    ),
    "assure_today": ("今天已核实，保存", "Assured today, and save"),
    "site_marker": ("学习点位置", "Place of the learning point"),
    "entrance_marker": ("入口", "Entrance"),
    "add_entrance": ("添加入口", "Add an entrance"),
    "remove_entrance": ("去掉入口", "Take the entrance away"),
    "place_here": ("放在地图中央", "Put it at the middle of the map"),
    "show_point": ("回到学习点", "Back to the point"),
    "show_areas": ("看整个步行范围", "See the whole catchment"),
    "areas_shown": (
        "步行 {minutes} 分钟的范围，按上次计算；移动后的位置在下次计算时更新。",
        (
            "From where one walks at most {minutes} minutes, as last computed; a moved "
            "place counts from the next run on."
        ),
    ),
    "areas_none": (
        "还没有步行范围：请运行 learnmap catchments compute。",
        "There is no catchment yet: run learnmap catchments compute.",
    ),
    "check_place": ("位置检查", "Check of the place"),
    "place_unread": (
        "填好名称和坐标后，这里会说明离街道多远。",
        "With a name and coordinates, this says how far the street is.",
    ),
    "street_snapped": (
        "{who}：离最近的可走街道 {metres} 米。",
        "{who}: {metres} m from the nearest street to walk on.",
    ),
    "street_too_far": (
        "{who}：离最近的街道 {metres} 米，超过 {limit} 米，没有步行范围。",
        "{who}: {metres} m from the nearest street, over {limit} m: no catchment.",
    ),
    "street_none": (
        "{who}：2 公里内没有街道，没有步行范围。",
        "{who}: no street within 2 km: no catchment.",
    ),
    "street_island": (
        "{who}：附近的街道不与其他街道相连，没有步行范围。",
        "{who}: the streets near it join no others: no catchment.",
    ),
    "looked": ("我已核对", "I have looked, and it is right"),
    "look_first": (
        "保存前请核对下面的提示，并逐条勾选“我已核对”。",
        "Before it is saved, look at what is doubtful and tick each.",
    ),
    "faults_found": (
        "有 {count} 处需要修改，什么都还没有保存：",
        "{count} fields need a change; nothing is saved yet:",
    ),
    "hours_converted_first": (
        "开放时间已换成标准写法，请核对后再保存。",
        "The hours were converted. Look at them, then save again.",
    ),
    "done_point": ("已保存。", "Saved."),
    "done_added_point": ("已添加。", "Added."),
    "point_unchanged": ("没有改动，无需保存。", "Nothing was changed, so nothing was saved."),
    "done_undone": ("已撤销这次修改。", "The change is undone."),
    "done_offering": ("课程或活动已保存。", "The offering is saved."),
    "done_ended": ("课程或活动已结束。", "The offering has ended."),
    "id_taken": (
        "已有编号为 {id} 的学习点，请换一个编号，或去修改原有的学习点。",
        "There is a learning point {id} already. Give another id, or change that one.",
    ),
    "gone_meanwhile": (
        "别人已把这个学习点撤走。您填写的内容都在下面，保存会重新添加。",
        "Somebody took this point away meanwhile. What you typed is below; saving adds it anew.",
    ),
    "conflict": ("别人也修改了", "Somebody else changed this, too"),
    "conflict_why": (
        (
            "您打开页面以后，{who} 于 {when} 保存了修改。您的内容没有丢失，也还没有保存。"
            "请逐项选择要保留哪一个，然后保存。"
        ),
        (
            "Since you opened the page, {who} saved a change, on {when}. Nothing of yours is lost, "
            "and nothing of it is saved yet. Choose for each line what is to stay, then save."
        ),
    ),
    "conflict_field": ("项目", "Field"),
    "conflict_was": ("原来", "It was"),
    "conflict_theirs": ("对方的", "Theirs"),
    "conflict_mine": ("您的", "Yours"),
    "conflict_save": ("按所选保存", "Save what is chosen"),
    "conflict_back": ("放弃我的修改，看现在的内容", "Give mine up, and see what is stored"),
    "empty_value": ("（空）", "(empty)"),
    "yes": ("是", "Yes"),
    "no": ("否", "No"),
    "status_open": ("开放", "Open"),
    "status_temporarily_closed": ("暂停开放", "Temporarily closed"),
    "status_closed": ("已关闭", "Closed"),
    "status_planned": ("筹建中", "Planned"),
    "access_step_free": ("全程无台阶", "Step-free"),
    "access_partly": ("部分无台阶", "Partly step-free"),
    "access_steps": ("有台阶", "Steps"),
    "access_unknown": ("未知", "Not known"),
    "map_learning": ("学习地图", "Learning map"),
    "map_elderly": ("老年教育学习点地图", "Elderly education map"),
    "map_humanities": ("市民人文行走地图", "Humanities walking map"),
}
