"""What the pages of offerings say."""

from typing import Final

OFFERINGS: Final[dict[str, tuple[str, str]]] = {
    "offerings": ("课程和活动", "Offerings"),
    "no_offerings": ("这里还没有课程或活动。", "There are no offerings here yet."),
    "new_offering": ("添加课程或活动", "Add an offering"),
    "offering": ("课程或活动", "Offering"),
    "back_to_point": ("返回学习点", "Back to the learning point"),
    "no_categories": (
        "还没有课程类别：请先用 learnmap import offerings 的 --categories 导入。",
        "There are no categories yet: import them with learnmap import offerings --categories.",
    ),
    "sessions_count": ("{count} 次", "{count} sessions"),
    "off_category": ("类别", "Category"),
    "off_mode": ("方式", "Mode"),
    "mode_in_person": ("在学习点", "In person"),
    "mode_online": ("线上", "Online"),
    "mode_mobile": ("流动", "Mobile"),
    "off_provider": ("举办单位", "Provider"),
    "off_language": ("授课语言", "Language"),
    "off_language_hint": ("语言代码，例如 zh 或 en", "A code such as zh or en"),
    "off_fee": ("费用", "Fee"),
    "off_fee_hint": ("0 表示免费；留空表示不详", "0 is free of charge; empty is not known"),
    "off_fee_currency": ("货币", "Currency"),
    "off_age_from": ("年龄从", "Age from"),
    "off_age_to": ("年龄到", "Age to"),
    "off_capacity": ("名额", "Places"),
    "off_schedule": ("时间说明", "Schedule in words"),
    "off_sessions": ("上课日期", "Sessions"),
    "off_sessions_hint": (
        (
            "每行一次，例如 2026-12-04 10:00-11:30；每周重复写作 2026-12-04 10:00-11:30 每周至 "
            "2027-01-29。流动课程在行末写学习点编号，例如 @BY-AC-001。"
        ),
        (
            "One a line, such as 2026-12-04 10:00-11:30; every week as "
            "2026-12-04 10:00-11:30 weekly "
            "until 2027-01-29. A mobile one ends with its point's id, such as @BY-AC-001."
        ),
    ),
    "off_point_id": ("学习点", "Learning point"),
    "end_offering": ("结束这门课程或活动", "End this offering"),
    "end_offering_note": (
        "从学习点去掉，以后的年度版不再显示；已发布的年度版不变，修改记录里留有全部内容。",
        (
            "It is taken from the point, and later editions leave it out. Published editions keep "
            "it, and the record of changes keeps all of it."
        ),
    ),
    "session_line": (
        "第 {line} 行“{text}”无法识别，请写作 2026-12-04 10:00-11:30。",
        "Line {line}, {text}, cannot be read. Write it like 2026-12-04 10:00-11:30.",
    ),
    "session_many": (
        "日期太多，最多 {most} 次。",
        "These are too many sessions; at most {most} fit.",
    ),
    "offering_refused": ("没有保存：{why}", "It was not saved: {why}"),
    "offering_gone": (
        "别人已结束这门课程。您填写的内容还在下面，保存会重新添加。",
        "Somebody ended this offering meanwhile. What you typed is below; saving adds it anew.",
    ),
}
