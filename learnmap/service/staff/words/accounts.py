"""What the pages of login and accounts say."""

from typing import Final

from learnmap.model.accounts import LEAST_PASSWORD, MOST_PASSWORD

ACCOUNTS: Final[dict[str, tuple[str, str]]] = {
    "login": ("登录", "Log in"),
    "logout": ("退出登录", "Log out"),
    "password": ("密码", "Password"),
    "identity_login": ("用统一身份认证登录", "Log in with the city's identity provider"),
    "login_refused": (
        "用户名或密码不对，或者该账号不能登录。请重新输入。",
        "The user name or the password is wrong, or the account may not log in. Try again.",
    ),
    "login_slowed": (
        "失败次数较多，请等 {seconds} 秒再试。",
        "Too many tries failed. Wait {seconds} seconds, then try again.",
    ),
    "identity_refused": (
        "统一身份认证没有确认您的身份，或者您在这里还没有账号。请与管理员联系。",
        "The identity provider did not confirm who you are, or you have no account here.",
    ),
    "account": ("我的账号", "Your account"),
    "accounts": ("账号管理", "Accounts"),
    "change_password": ("修改密码", "Change your password"),
    "current_password": ("当前密码", "Current password"),
    "new_password": ("新密码", "New password"),
    "again": ("再输入一次新密码", "New password once more"),
    "password_hint": (
        f"至少 {LEAST_PASSWORD} 个字符，不含用户名；可以用几个词连起来。",
        f"At least {LEAST_PASSWORD} characters without your user name; a few words will do.",
    ),
    "change_note": (
        "修改后，所有设备都要重新登录。",
        "Afterwards you have to log in again on all devices.",
    ),
    "must_change": (
        "当前密码是别人设置的，请先改成只有您知道的密码。",
        "Somebody else knows your password. Change it first.",
    ),
    "no_password": (
        "您用统一身份认证登录，这里没有密码。",
        "You log in with the city's identity provider and have no password here.",
    ),
    "enabled": ("启用", "Enabled"),
    "disabled": ("已停用", "Disabled"),
    "add_account": ("添加账号", "Add an account"),
    "first_password": ("初始密码", "First password"),
    "first_hint": (
        f"至少 {LEAST_PASSWORD} 个字符；本人首次登录时须修改。",
        f"At least {LEAST_PASSWORD} characters; the person has to change it at the first login.",
    ),
    "name_hint": (
        "小写字母开头，可含数字和 . _ -，以后不能改，例如 zhang.min",
        "Lower-case letters, digits and . _ -, kept for good, such as zhang.min",
    ),
    "change_role": ("更改角色", "Change the role"),
    "reset_password": ("重设密码", "Set another password"),
    "reset_note": (
        "该账号会在所有设备上退出登录，本人下次登录时须修改密码。",
        "It ends all sessions of the account, and the person has to change it at the next login.",
    ),
    "disable": ("停用账号", "Disable the account"),
    "enable": ("重新启用", "Enable it again"),
    "disable_note": (
        "立即退出登录，不能再登录；记录里的姓名保留。",
        "It ends its sessions at once and may not log in; the record keeps its name.",
    ),
    "back": ("返回账号管理", "Back to the accounts"),
    "done_added": ("已添加账号。", "The account is added."),
    "done_role": ("已更改角色。", "The role is changed."),
    "done_password": ("已重设密码。", "The password is set."),
    "done_disabled": ("已停用账号。", "The account is disabled."),
    "done_enabled": ("已启用账号。", "The account is enabled."),
    "done_own_password": (
        "密码已修改，请用新密码登录。",
        "Your password is changed. Log in with the new one.",
    ),
    "done_logout": ("您已退出登录。", "You are logged out."),
    "password_short": (
        f"密码太短，至少要 {LEAST_PASSWORD} 个字符。",
        f"The password is too short: give at least {LEAST_PASSWORD} characters.",
    ),
    "password_long": (
        f"密码太长，最多 {MOST_PASSWORD} 个字符。",
        f"The password is too long: give at most {MOST_PASSWORD} characters.",
    ),
    "password_same": (
        "密码里不同的字符太少，容易被猜到，请换一个。",
        "The password has too few different characters and is easily guessed. Give another.",
    ),
    "password_named": (
        "密码里不能含用户名，请换一个。",
        "The password holds the user name. Leave it out.",
    ),
    "password_unchanged": (
        "新密码与当前密码相同，请换一个。",
        "The new password is the same as the current one. Give another.",
    ),
    "password_differs": (
        "两次输入的新密码不一致，请重新输入。",
        "The two new passwords differ. Type them again.",
    ),
    "current_wrong": (
        "当前密码不对，请重新输入。",
        "The current password is wrong. Type it again.",
    ),
    "too_often": (
        "输错次数较多，请稍等半分钟再试。",
        "It was wrong too often. Wait half a minute, then try again.",
    ),
    "fault_name": (
        "用户名须为 2 至 64 个小写字母、数字或 . _ -，并以字母开头。",
        "The user name has 2 to 64 lower-case letters, digits or . _ - and begins with a letter.",
    ),
    "fault_full_name": (
        "请填写姓名，最多 200 个字。",
        "Give a full name of at most 200 characters.",
    ),
    "fault_role": ("请选择角色。", "Choose a role."),
    "name_taken": (
        "已有这个用户名的账号，请换一个。",
        "Another account has this user name. Give another.",
    ),
    "last_admin": (
        "这是最后一个启用的管理员；请先把另一个账号设为管理员。",
        "This is the last admin that is enabled. Make another account admin first.",
    ),
}
