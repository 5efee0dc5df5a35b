"""What the pages of points without a place say."""

from typing import Final

PLACING: Final[dict[str, tuple[str, str]]] = {
    "unplaced": ("待定位的学习点", "Points to be placed"),
    "unplaced_counts": (
        "待定位 {waiting} 个，已定位 {placed} 个，已剔除 {discarded} 个。",
        "{waiting} wait, {placed} are placed, {discarded} are discarded.",
    ),
    "unplaced_none": (
        (
            "没有待定位的学习点。导入时选“接受没有坐标的行”（或 --place-by-hand）后，"
            "找不到确切位置的行会列在这里。"
        ),
        (
            "No point waits. Rows without coordinates and without a sure address are listed here "
            "after learnmap import points --place-by-hand."
        ),
    ),
    "unplaced_waiting": ("待定位", "Waiting"),
    "unplaced_settled": ("已处理", "Settled"),
    "unplaced_from": ("{file}，第 {line} 行", "{file}, line {line}"),
    "unplaced_candidates": ("{count} 个可能的位置", "{count} places it may be"),
    "unplaced_no_candidates": ("没有可参考的位置", "nothing to go by"),
    "unplaced_was_placed": ("{who} 已于 {when} 定位", "placed by {who}, {when}"),
    "unplaced_was_discarded": (
        "{who} 已于 {when} 剔除：{reason}",
        "discarded by {who}, {when}: {reason}",
    ),
    "unplaced_back": ("返回待定位列表", "Back to the list"),
    "unplaced_says": ("文件里的内容", "What the file says"),
    "unplaced_address": ("地址", "Address"),
    "unplaced_kind": ("类别", "Kind"),
    "unplaced_id": ("编号", "Id"),
    "unplaced_phone": ("电话", "Phone"),
    "unplaced_note": ("开放时间", "Opening hours"),
    "unplaced_source": ("来源", "Source"),
    "unplaced_file": ("文件", "File"),
    "unplaced_where": ("它在哪里？", "Where is it?"),
    "unplaced_how": (
        "点地图、拖动标记，或选中标记后按方向键移动；也可以选一个可能的位置，或直接填写坐标。",
        (
            "Click on the map or drag the mark; with the mark chosen, the arrow keys move it. Or "
            "choose a place it may be, or type its coordinates."
        ),
    ),
    "unplaced_choose": ("可能的位置", "Places it may be"),
    "unplaced_none_of_them": ("都不是，我自己定位", "None of them; I place it myself"),
    "unplaced_within": ("误差约 {metres} 米", "some {metres} m uncertain"),
    "unplaced_longitude": ("经度（WGS 84，度）", "Longitude (WGS 84, degrees)"),
    "unplaced_latitude": ("纬度（WGS 84，度）", "Latitude (WGS 84, degrees)"),
    "unplaced_place": ("就在这里", "It is here"),
    "unplaced_mark": ("学习点的位置", "Where the point is"),
    "unplaced_placed": (
        "学习点已放到地图上，并列入学习点名单。",
        "The point is on the map and in the list of learning points.",
    ),
    "unplaced_discarded": ("这一行已剔除。", "The row is discarded."),
    "unplaced_check": (
        "请再看一眼这个位置。如果没有错，请写明理由后确认：",
        "Look at this place once more. If it is right, say why and confirm:",
    ),
    "unplaced_why": ("为什么这个位置没有错", "Why this place is right"),
    "unplaced_confirm": ("确认就在这里", "It is right; place it here"),
    "unplaced_discard": ("不是本市的学习点", "It is no point of our city"),
    "unplaced_discard_note": (
        "剔除后不再列出；原因会记入操作记录。文件里的这一行改动后会重新列出。",
        (
            "It is listed no more, and the reason is recorded. It comes back when the row of the "
            "file says something else."
        ),
    ),
    "unplaced_reason": ("原因", "Reason"),
    "unplaced_discard_do": ("剔除", "Discard"),
    "unplaced_fault_place": (
        "请在地图上选择位置，或填写以度为单位的经度和纬度，例如 121.473701 和 31.230416",
        (
            "Choose a place on the map, or give longitude and latitude in degrees, such as "
            "121.473701 and 31.230416"
        ),
    ),
    "unplaced_fault_outside": (
        "这个位置不在本市范围内，或者经度和纬度写反了",
        "This place is outside the city, or longitude and latitude are swapped",
    ),
    "unplaced_fault_reason": ("请写明原因", "Give a reason"),
    "unplaced_fault_gone": (
        "别人已经处理了这一行，或者它已经有了位置。",
        "Somebody settled this row already, or the point has a place by now.",
    ),
    "unplaced_fault_kind": (
        "类别已不存在，请先恢复这个类别",
        "Its kind is none any more; add the kind first",
    ),
    "warning_far_from_street": (
        "附近没有可以步行的街道，这样就没有步行可达范围。",
        "No street that can be walked is near, so it would have no catchment.",
    ),
    "warning_island": (
        "附近的街道不与其他街道相连，这样就没有步行可达范围。",
        "The streets near it lead nowhere else, so it would have no catchment.",
    ),
    "warning_in_water": ("位置在水里。", "The place is in water."),
    "warning_near_duplicate": (
        "旁边已有名称相近的学习点，可能是同一个。",
        "A learning point with a name alike is next to it; it may be the same.",
    ),
    "how_same_address": ("同一地址的学习点", "a learning point with the same address"),
    "how_same_name": ("同名的学习点", "a learning point of the same name"),
    "how_same_lane": ("同一弄", "the same lane"),
    "how_between_numbers": ("前后门牌号之间", "between the next known numbers"),
    "how_near_number": ("最近的门牌号", "the nearest known number"),
    "how_similar_name": ("名称相近的学习点", "a learning point with a similar name"),
    "how_street": ("这条街的中间", "the middle of the street"),
}
