"""What the pages of the audit record say."""

from typing import Final

AUDIT: Final[dict[str, tuple[str, str]]] = {
    "audit": ("操作记录", "Record"),
    "audit_lead": (
        "谁在何时做了什么。记录只能增加，不能改、不能删；每条都接着前一条的 SHA-256。",
        (
            "Who did what, and when. Entries are only ever added; each carries the SHA-256 of "
            "the one before."
        ),
    ),
    "audit_who": ("谁", "Who"),
    "audit_when": ("何时", "When"),
    "audit_what": ("做了什么", "What"),
    "audit_subject": ("对象", "About"),
    "audit_subject_hint": ("例如 learning/2026 或 points", "Such as learning/2026 or points"),
    "audit_details": ("详情", "Details"),
    "audit_number": ("编号", "Entry"),
    "audit_since": ("从（日期）", "From (day)"),
    "audit_until": ("到（日期）", "Until (day)"),
    "audit_anybody": ("所有人", "Anybody"),
    "audit_find": ("查找", "Find"),
    "audit_all": ("显示全部", "Show all"),
    "audit_none": ("没有符合条件的记录。", "No entry is like that."),
    "audit_older": ("更早的记录", "Older entries"),
    "audit_bad_day": (
        "日期 {value} 不对，请写成 2026-11-24。",
        "{value} is no day; write it like 2026-11-24.",
    ),
    "audit_verify": ("核对记录", "Verify the record"),
    "audit_verify_note": (
        (
            "重新计算全部记录的 SHA-256。请把末条的哈希抄在别处；以后填在这里，可以查出末尾是否"
            "被删掉。"
        ),
        (
            "Computes all hashes again. Note the head elsewhere: given here later, it shows "
            "whether the end was cut off."
        ),
    ),
    "audit_expect": (
        "以前抄下的末条哈希（可不填）",
        "A head that was noted earlier (may be left out)",
    ),
    "audit_whole": (
        "{entries} 条记录都与写入时一致。末条的哈希：",
        "{entries} entries are as they were written. The head is:",
    ),
    "audit_since_then": (
        "填写的哈希在记录里，其后又有 {count} 条。",
        "The given head is in the record; {count} entries came after it.",
    ),
    "audit_broken": (
        "记录与写入时不一致，请立即告诉技术人员，并与备份比较：",
        (
            "The record is not as it was written. Tell whoever runs the service at once, and "
            "compare it with a backup:"
        ),
    ),
    "audit_bad_hash": ("哈希须为 64 位十六进制数字。", "A head has 64 hexadecimal digits."),
    "audit_export": ("下载全部记录", "Download the whole record"),
    "audit_export_note": (
        "每行一条 JSON；每行的 SHA-256 就是下一行的 previous。",
        "A line of JSON for each entry; the SHA-256 of a line is `previous` in the next.",
    ),
    "audit_back": ("返回操作记录", "Back to the record"),
}

DEEDS: Final[dict[str, tuple[str, str]]] = {
    "account.add": ("添加账号", "added an account"),
    "account.disable": ("停用账号", "disabled an account"),
    "account.enable": ("重新启用账号", "enabled an account"),
    "account.login": ("登录", "logged in"),
    "account.logout": ("退出登录", "logged out"),
    "account.password": ("修改密码", "changed a password"),
    "account.role": ("更改角色", "changed a role"),
    "areas.upsert": ("写入行政区划", "wrote areas"),
    "categories.upsert": ("写入课程类别", "wrote categories"),
    "city.write": ("修改城市设置", "changed the city's settings"),
    "editions.approval": ("填写审图信息", "noted the map approval"),
    "editions.approve": ("审核通过", "approved"),
    "editions.draft": ("起草", "began a draft"),
    "editions.publish": ("发布", "published"),
    "editions.return": ("退回修改", "sent back"),
    "editions.submit": ("提交审核", "submitted for review"),
    "editions.superseded": ("被新修订版取代", "superseded"),
    "editions.withdrawn": ("撤回", "withdrew"),
    "imports.apply": ("导入表格", "applied an import"),
    "imports.check": ("检查要导入的表格", "checked a file for import"),
    "imports.confirm": ("确认导入的警告", "confirmed warnings of an import"),
    "imports.discard": ("放弃导入", "discarded an import"),
    "imports.take_back": ("撤回导入", "took an import back"),
    "kinds.add": ("添加类别", "added a kind"),
    "kinds.edit": ("修改类别", "changed a kind"),
    "network.certify": ("认证可达范围的误差", "certified the catchments"),
    "network.record": ("建立步行路网", "built the walk network"),
    "offerings.upsert": ("写入课程和活动", "wrote offerings"),
    "points.upsert": ("写入学习点", "wrote learning points"),
    "residents.replace": ("更换居民数据", "replaced residents"),
    "routes.upsert": ("写入行走线路", "wrote walking routes"),
}
"""What each action of the record is called; one that is not here is shown by its code."""
