"""What is said of opening hours that somebody types."""

from typing import Final

HOURS: Final[dict[str, tuple[str, str]]] = {
    "hours_empty": ("没有填写开放时间。", "No opening hours are given."),
    "hours_unreadable": (
        "无法识别。请写作 周一至周五 9:00-17:00，节假日休息，或移到“开放时间说明”。",
        "This cannot be read. Write it like Mo-Fr 09:00-17:00; PH off, or move it to the note.",
    ),
    "hours_converted": ("将保存为：{written}", "It will be stored as: {written}"),
    "hours_open_now": ("现在开放", "Open now"),
    "hours_closed_now": ("现在关闭", "Closed now"),
    "hours_closes": ("{when} 关闭", "closes {when}"),
    "hours_opens": ("{when} 开放", "opens {when}"),
    "hours_moment": ("（{when}，{zone} 时间）", "({when}, clock of {zone})"),
    "hours_week": ("七天开放时间", "The next seven days"),
    "hours_day": ("日期", "Day"),
    "hours_open": ("开放", "Open"),
    "hours_closed": ("休息", "closed"),
    "hours_holidays": ("以后的法定节假日", "Next public holidays"),
    "hours_holidays_note": (
        "按程序内的日历，每个节日只有当天；调休以国务院通知为准。",
        "By the calendar in the program, which has the day itself and no bridge days.",
    ),
    "day_0": ("周一", "Mon"),
    "day_1": ("周二", "Tue"),
    "day_2": ("周三", "Wed"),
    "day_3": ("周四", "Thu"),
    "day_4": ("周五", "Fri"),
    "day_5": ("周六", "Sat"),
    "day_6": ("周日", "Sun"),
}
