"""What roles and actions are called."""

from typing import Final

ROLE_WORDS: Final[dict[str, tuple[str, str]]] = {
    "planner": ("规划人员", "Planner"),
    "editor": ("编辑", "Editor"),
    "publisher": ("发布人", "Publisher"),
    "admin": ("管理员", "Admin"),
}

ACTION_WORDS: Final[dict[str, tuple[str, str]]] = {
    "point.read": ("查看学习点", "read learning points"),
    "point.edit": ("编辑学习点", "edit learning points"),
    "route.edit": ("编辑人文行走线路", "edit walking routes"),
    "offering.edit": ("编辑课程和活动", "edit offerings"),
    "report.handle": ("处理居民的报错", "handle what residents report"),
    "import.check": ("检查要导入的表格", "check a table before its import"),
    "import.apply": ("导入表格", "import a table"),
    "import.confirm": ("逐条确认导入的警告", "confirm the warnings of an import"),
    "import.undo": ("撤回一次导入", "take an import back"),
    "coverage.read": ("查看覆盖情况", "read the coverage"),
    "scenario.edit": ("编制设想方案", "make scenarios"),
    "edition.read": ("查看年度版和草稿", "read editions and drafts"),
    "edition.draft": ("起草年度版", "draft an edition"),
    "edition.review": ("审核年度版", "review an edition"),
    "edition.publish": ("发布年度版", "publish an edition"),
    "edition.override": ("说明理由后越过发布检查", "override the gate with a reason"),
    "edition.withdraw": ("说明理由后撤回年度版", "withdraw an edition with a reason"),
    "audit.read": ("查看操作记录", "read who did what"),
    "account.manage": ("管理账号", "manage accounts"),
}
