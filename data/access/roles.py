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
ALLOWED: dict[str, frozenset[str]] = {
    LEADER: frozenset({"export"}),
    ANALYST: frozenset({"export"}),
    CLERK: frozenset({"export", "upload"}),
    AUDITOR: frozenset({"export", "usage"}),
    ADMINISTRATOR: frozenset({"export", "usage", "upload"}),
    WALL: frozenset(),
    OPERATOR: frozenset({"export", "usage", "upload"}),
    DEMO: frozenset({"export", "usage", "upload"}),
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
