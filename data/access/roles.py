"""Roles: what each is called, how sensitive a field it sees in clear, and what it may do.

Clearance is a letter: `s` sees 敏感 (plates, persons), `i` sees up to 内部, `o` only 公开.
"""

LEADER, ANALYST, CLERK = "leader", "analyst", "clerk"
AUDITOR, ADMINISTRATOR, WALL = "auditor", "administrator", "wall"
OPERATOR, DEMO, NOBODY = "operator", "demo", "nobody"

ACCOUNTS = (LEADER, ANALYST, CLERK, AUDITOR, ADMINISTRATOR)
"""Roles an account can have; a wall has a link instead."""

SENSITIVE, INTERNAL, OPEN = "s", "i", "o"
SEES = {SENSITIVE: ("公开", "内部", "敏感"), INTERNAL: ("公开", "内部"), OPEN: ("公开",)}

LABELS = {
    LEADER: "领导",
    ANALYST: "分析员",
    CLERK: "填报员",
    AUDITOR: "审计员",
    ADMINISTRATOR: "管理员",
    WALL: "大屏",
    OPERATOR: "操作员",
    DEMO: "演示用户",
    NOBODY: "未登录",
}
LOOK, SHOW, EXPORT, BRIEF = "look", "show", "export", "brief"
SIGN, UPLOAD, USAGE = "sign", "upload", "usage"
"""Rights: to look at pages, to show the wall, to take rows out, to prepare a briefing (拟稿), to
sign one (签发), to send files in, to see who used what."""
_OFFICE = frozenset({LOOK, SHOW, EXPORT, BRIEF})
_ALL = _OFFICE | {SIGN, UPLOAD, USAGE}
ALLOWED: dict[str, frozenset[str]] = {
    LEADER: _OFFICE | {SIGN},
    ANALYST: _OFFICE,
    CLERK: _OFFICE | {UPLOAD},
    AUDITOR: _OFFICE | {USAGE},
    ADMINISTRATOR: _OFFICE | {USAGE, UPLOAD},
    WALL: frozenset({SHOW}),
    OPERATOR: _ALL,
    DEMO: _ALL,
    NOBODY: frozenset(),
}
_CLEARANCE = {
    LEADER: SENSITIVE,
    ANALYST: INTERNAL,
    CLERK: SENSITIVE,
    AUDITOR: SENSITIVE,
    ADMINISTRATOR: INTERNAL,
    WALL: OPEN,
    DEMO: SENSITIVE,
}


def clearance(role: str) -> str:
    """The letter of what the role sees in clear."""
    return _CLEARANCE[role]
