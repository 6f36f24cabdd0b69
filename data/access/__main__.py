"""python -m data.access: accounts, wall links and the audit log, at the server's command line."""

import argparse
import getpass
import sys
from datetime import UTC, datetime

from data.access import accounts, attempts, audit, roles, viewer, walls
from data.errors import AccessError, DashboardError


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; 1 and one Chinese sentence on stderr when it cannot be done."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options) or 0
    except DashboardError as error:
        print(f"错误：{error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data.access", description="账号、权限与审计")
    commands = parser.add_subparsers(required=True, metavar="命令")

    def command(name: str, run, words: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words)
        made.set_defaults(run=run)
        return made

    _account_commands(command)
    link = command("wall-link", _wall_link, "生成大屏链接")
    link.add_argument("--region", default=viewer.WHOLE)
    link.add_argument("--days", type=float, default=30, help="有效天数，默认 30")
    link.add_argument("--note", default="", help="放在哪里")
    link.add_argument("--base", default="", help="系统地址，含 https，不填只印路径")
    command("revoke", _revoke, "收回大屏链接").add_argument("id")
    log = command("audit", _audit, "审计记录")
    log.add_argument("--verify", action="store_true", help="核对记录链")
    log.add_argument("--head", action="store_true", help="最新一条的编号与校验值，请另行保存")
    log.add_argument("--last", type=int, default=20, help="列出最近几条")
    return parser


def _account_commands(command) -> None:
    add = command("add-user", _add, "新建账号")
    add.add_argument("name")
    add.add_argument("--shown", default="", help="姓名，显示在页面与打印件上")
    add.add_argument("--issuer", help="统一身份的签发方")
    add.add_argument("--subject", help="统一身份的用户标识（sub）")
    role = command("set-role", _role, "改变角色或地区")
    role.add_argument("name")
    for one in (add, role):
        one.add_argument("--role", required=True, help="、".join(roles.ACCOUNTS))
        one.add_argument("--region", default=viewer.WHOLE, help="地区代码，默认全区")
    change = command("passwd", _passwd, "重设口令，结束该账号的全部会话")
    change.add_argument("name")
    for one in (add, change):
        one.add_argument("--password-stdin", action="store_true", help="从标准输入读口令")
    command("del-user", _delete, "删除账号，结束其会话").add_argument("name")
    command("unlock", _unlock, "解除登录锁定").add_argument("name")
    command("list", _list, "全部账号与大屏链接")


def _password(options) -> str:
    if options.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise AccessError(
            "这里没有终端，不能问口令。请在终端中运行，或加 --password-stdin 从管道给出。"
        )
    first = getpass.getpass("口令：")
    if first != getpass.getpass("再输一次："):
        raise AccessError("两次输入的口令不同，请重新运行。")
    return first


def _add(options) -> None:
    bound = (options.issuer, options.subject) if options.issuer and options.subject else None
    password = None if bound and not options.password_stdin else _password(options)
    made = accounts.add(
        options.name, options.role, options.region, password, options.shown, bound
    )  # fmt: skip
    audit.write("account-add", {"name": made.name, "role": made.role, "region": made.region})
    print(f"已建账号 {made.name}：{made.role_name}，{made.region_name}。")


def _role(options) -> None:
    accounts.change_role(options.name, options.role, options.region)
    audit.write("account-role", {"name": options.name, "role": options.role,
                                 "region": options.region})  # fmt: skip
    print(f"{options.name} 现为{roles.LABELS[options.role]}，其会话已结束。")


def _passwd(options) -> None:
    accounts.set_password(options.name, _password(options))
    attempts.forget(options.name)
    audit.write("password", {"name": options.name})
    print(f"已重设 {options.name} 的口令，其会话已全部结束。")


def _delete(options) -> None:
    accounts.delete(options.name)
    audit.write("account-delete", {"name": options.name})
    print(f"已删除账号 {options.name}，其会话已全部结束。")


def _unlock(options) -> None:
    attempts.forget(options.name)
    audit.write("unlock", {"name": options.name})
    print(f"已解除 {options.name} 的登录锁定。")


def _list(_options) -> None:
    names = viewer.region_names()
    for row in accounts.listing():
        seen = _day(row["seen_at"]) if row["seen_at"] else "从未登录"
        bound = "统一身份" if row["subject"] else ""
        print(row["name"], row["shown"], roles.LABELS[row["role"]], names[row["region"]], seen,
              f"会话 {row['sessions']}", bound, sep="\t")  # fmt: skip
    for row in walls.listing():
        state = "已收回" if row["revoked"] else f"有效至 {_day(row['expires_at'])}"
        print("大屏链接", row["id"], names[row["region"]], state, row["note"], sep="\t")


def _wall_link(options) -> None:
    id_, token = walls.make(options.region, options.days, options.note)
    audit.write("wall-link", {"id": id_, "region": options.region, "days": options.days})
    base, wall = options.base.rstrip("/"), f"/wall?token={token}"
    print(f"大屏链接 {id_}（{options.days:g} 天）：{base}{wall}")
    if base:
        print(f"在大屏主机上：curl -fsS {base}/wall/kiosk.sh | sh -s -- install '{base}{wall}'")


def _revoke(options) -> None:
    walls.revoke(options.id)
    audit.write("wall-revoke", {"id": options.id})
    print(f"已收回大屏链接 {options.id}。")


def _audit(options) -> int:
    if options.head:
        print(audit.head())
        return 0
    if options.verify:
        count, wrong = audit.verify()
        print(f"审计记录 {count} 条，{wrong or '记录链完整'}。")
        return 1 if wrong else 0
    sql = "select * from record order by number desc limit ?"
    for row in reversed(audit.connection().execute(sql, [options.last]).fetchall()):
        print(*tuple(row)[:-1], sep="\t")
    return 0


def _day(at: float) -> str:
    return f"{datetime.fromtimestamp(at, UTC).astimezone():%Y-%m-%d %H:%M}"


if __name__ == "__main__":
    sys.exit(main())
