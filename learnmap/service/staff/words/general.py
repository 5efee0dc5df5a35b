"""What every page for staff says."""

from typing import Final

GENERAL: Final[dict[str, tuple[str, str]]] = {
    "site": ("学习地图 · 工作台", "Learning map · Staff"),
    "skip": ("跳到正文", "Skip to the content"),
    "other_language": ("English", "中文"),
    "menu": ("菜单", "Menu"),
    "start": ("首页", "Start"),
    "planner": ("规划", "Planning"),
    "name": ("用户名", "User name"),
    "hello": ("{name}，您好", "Hello, {name}"),
    "you_are": ("您的角色", "Your role"),
    "you_may": ("您可以", "You may"),
    "save": ("保存", "Save"),
    "full_name": ("姓名", "Full name"),
    "role": ("角色", "Role"),
    "state": ("状态", "State"),
    "added": ("添加日期", "Added"),
    "refused_forbidden": ("您的角色不能做这件事", "Your role may not do this"),
    "refused_forbidden_why": (
        "如果工作需要，请管理员更改您的角色。",
        "Ask an admin for another role if your work needs it.",
    ),
    "refused_form": ("表单没有被接受", "The form was not accepted"),
    "refused_form_why": (
        "什么都没有改动。页面可能放得太久：请返回，刷新页面后再试。",
        "Nothing was changed. The page may be too old: go back, load it again, and retry.",
    ),
    "refused_missing": ("没有这个页面", "There is nothing here"),
    "refused_missing_why": ("请检查网址，或返回首页。", "Check the address, or go to the start."),
}
