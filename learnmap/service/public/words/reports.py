"""What the form says by which a resident reports an error."""

from typing import Final

REPORTS: Final[dict[str, tuple[str, str]]] = {
    "report": ("信息有误？告诉我们", "Something wrong? Tell us"),
    "report_lead": (
        "不用留姓名或联系方式。工作人员会核实。",
        "No name or contact is asked for. Staff will look into it.",
    ),
    "report_what": ("哪里不对？", "What is wrong?"),
    "report_closed": ("已经关闭或搬走了", "It is closed or has moved away"),
    "report_hours": ("开放时间不对", "Opening hours"),
    "report_place": ("位置或入口不对", "Where it is, or its entrance"),
    "report_contact": ("电话或网站不对", "Telephone or website"),
    "report_offering": ("课程或活动不对", "Courses or activities"),
    "report_access": ("无障碍情况不对", "Steps and access"),
    "report_other": ("其他", "Something else"),
    "report_note": ("说明（最多 1000 字）", "In your words (up to 1,000 characters)"),
    "report_note_hint": (
        "请不要写您自己或别人的个人信息。",
        "Please leave out anything personal about you or others.",
    ),
    "report_trap": ("此处请留空", "Leave this empty"),
    "report_send": ("提交", "Send"),
    "report_thanks": ("谢谢，已收到。工作人员会核实。", "Thank you. Staff will look into it."),
    "report_fault_what": (
        "请选择哪里不对；选“其他”时请写一句说明。",
        "Choose what is wrong; for “something else” add a few words.",
    ),
    "report_fault_long": (
        "说明有 {count} 字，最多 1000 字，请缩短。",
        "Your text has {count} characters; please keep it within 1,000.",
    ),
    "report_fault_many": (
        "现在提交的人太多，请过十分钟再试。",
        "Too many reports came in. Please try again in ten minutes.",
    ),
    "report_fault_origin": (
        "请在本页填写并提交。",
        "Please send the form from this page.",
    ),
    "report_fault_store": (
        "现在收不到，请过一会儿再试。",
        "Nothing can be received now. Please try again later.",
    ),
}
