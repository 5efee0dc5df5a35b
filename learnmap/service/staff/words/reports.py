"""What the page of residents' reports says."""

from typing import Final

REPORTS: Final[dict[str, tuple[str, str]]] = {
    "reports": ("居民报错", "Reports"),
    "reports_lead": (
        "居民在学习点页面上说哪里不对。没有姓名和联系方式，请核实后再改。",
        (
            "What residents say is wrong, on the pages of learning points. There is no name and no "
            "contact: verify before you change anything."
        ),
    ),
    "reports_waiting": ("待处理（{count}）", "Waiting ({count})"),
    "reports_none": ("没有待处理的报错。", "No report waits."),
    "reports_handled": ("最近处理的", "Handled last"),
    "reports_closed": ("已经关闭或搬走", "Closed or moved away"),
    "reports_hours": ("开放时间", "Opening hours"),
    "reports_place": ("位置或入口", "Place or entrance"),
    "reports_contact": ("电话或网站", "Telephone or website"),
    "reports_offering": ("课程或活动", "Courses or activities"),
    "reports_access": ("无障碍", "Access"),
    "reports_other": ("其他", "Something else"),
    "reports_note": ("怎么处理的（可不填）", "What was done (may be left out)"),
    "reports_handle": ("标为已处理", "Mark as handled"),
    "reports_edit": ("打开学习点", "Open the point"),
    "reports_gone": ("（学习点已不在）", "(the point is gone)"),
    "reports_by": ("{who} 于 {when} 处理", "handled by {who}, {when}"),
    "reports_done": ("已标为已处理。", "Marked as handled."),
    "reports_taken": ("别人已经处理了。", "Somebody else has handled it already."),
    "reports_long": ("说明太长，最多 1000 字。", "The note is too long; 1,000 characters fit."),
    "waiting_reports": ("{count} 条居民报错待处理", "Reports of residents wait: {count}"),
}
