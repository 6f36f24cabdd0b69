"""应用监管: who uses the system, what is looked at and what never, what is slow, who failed."""

from datetime import UTC, datetime

import dash
from dash import html

from components import catalog, kpi, numbers, table
from data import warehouse
from data.access import audit, roles, usage, viewer
from data.errors import DashboardError

EVENTS = {
    "sign-in": "登录", "sign-in-failed": "登录失败", "sign-out": "退出", "password": "改口令",
    "view": "打开页面", "look": "切换范围", "source": "查来源", "find": "查找", "export": "导出",
    "briefing": "生成简报", "upload": "上传", "publish": "发布数据", "rollback": "回退数据",
    "account-add": "建账号", "account-delete": "删账号", "account-role": "改权限",
    "unlock": "解锁", "wall-link": "大屏链接", "wall-open": "打开大屏", "wall-revoke": "收回大屏",
    "briefing-fetch": "下载简报",
}  # fmt: skip
LAST = 40


def content() -> list:
    """The whole page, or why it is not for this viewer."""
    if not viewer.current().may(roles.USAGE):
        words = "应用监管供审计员和管理员查看。如需查看，请管理员调整账号的角色。"
        return [html.Section(html.P(words, className="empty"), className="panel full")]
    found = usage.records()
    return [_tiles(found), _people(found), _pages(found), _slow(), _failures(found), _last(found)]


def _tiles(found: list[dict]) -> html.Section:
    active = {row["name"] for row in found if row["event"] in ("view", "look")}
    regions = {row["region"] for row in found if row["name"] in active}
    count, wrong = audit.verify()
    sizes = usage.storage()
    tiles = [
        ("活跃用户", _count(len(active)), "人", f"来自 {len(regions)} 个地区，近 {usage.DAYS} 天"),
        ("查看", _count(_of(found, "view", "look", "source")), "次", "打开页面、切换范围、查来源"),
        ("导出与简报", _count(_of(found, "export", "briefing")), "次", "每次都有记录"),
        ("登录失败", _count(_of(found, "sign-in-failed")), "次", "五次后暂时锁定"),
        ("存储", f"{sizes['all'] / 1e9:.2f}", "GB", f"其中数据版本 {sizes['snapshots'] / 1e9:.2f} GB"),
        ("审计记录", _count(count), "条", wrong or "记录链完整"),
    ]  # fmt: skip
    parts = [html.P(_standing(), className="headline")]
    parts.append(html.Div([kpi.plain(*one) for one in tiles], className="kpis six"))
    return html.Section(parts, className="panel full bare")


def _standing() -> str:
    try:
        snapshot = warehouse.plain(warehouse.current_id())
        built = datetime.strptime(snapshot[:15], "%Y%m%d-%H%M%S")
        hours = (datetime.now(UTC).replace(tzinfo=None) - built).total_seconds() / 3600
        return f"数据版本 {snapshot}，发布于 {numbers.plain(hours, 1)} 小时前。"
    except DashboardError as error:
        return str(error)


def _people(found: list[dict]) -> html.Section:
    names = viewer.region_names()
    columns = [("name", "账号"), ("shown", "姓名"), ("role", "角色"), ("region", "范围"),
               ("seen", "最近登录"), ("views_number", "查看"), ("exports_number", "导出")]  # fmt: skip
    rows = [
        {"name": one["name"], "shown": one["shown"], "role": roles.LABELS[one["role"]],
         "region": names[one["region"]], "seen": _moment(one["seen_at"]),
         "views_number": _count(one["views"]), "exports_number": _count(one["exports"])}
        for one in usage.people(found)
    ]  # fmt: skip
    empty = "还没有账号；下面记的是演示浏览。"
    return _section(
        "用户", "近 30 天", table.still(columns, rows) if rows else html.P(empty, className="empty")
    )


def _pages(found: list[dict]) -> html.Section:
    opened = usage.pages(found)
    titles = {page["path"]: page["name"] for page in dash.page_registry.values()
              if page.get("group") is not None}  # fmt: skip
    rows = [{"name": titles.get(path, path), "path": path, "times_number": _count(times)}
            for path, times in opened.most_common(20)]  # fmt: skip
    never = [name for path, name in titles.items() if path not in opened]
    seen = {row["panel"] for row in usage.slow()}
    unseen = [
        panel.title for panel in catalog.PANELS.values() if panel.id not in seen and panel.title
    ]
    said = f"从未打开的页面：{'、'.join(never) or '没有'}。"
    columns = [("name", "页面"), ("path", "地址"), ("times_number", "次数")]
    more = table.fold(f"从未看过的图表 {len(unseen)} 个", html.P("、".join(unseen)))
    return _section("看什么，不看什么", "近 30 天", html.P(said, className="summary"),
                    table.still(columns, rows), more)  # fmt: skip


def _slow() -> html.Section:
    rows = [
        {"panel": _title(row["panel"]), "times_number": _count(row["times"]),
         "mean_number": numbers.plain(row["mean_ms"]),
         "worst_number": numbers.plain(row["worst_ms"])}
        for row in usage.slow()[:15]
    ]  # fmt: skip
    columns = [("panel", "图表"), ("times_number", "次数"), ("mean_number", "平均 ms"),
               ("worst_number", "最慢 ms")]  # fmt: skip
    return _section("最慢的图表", "服务器用时", table.still(columns, rows), half=True)


def _title(panel: str) -> str:
    """The question a panel answers; of a strip of numbers its page."""
    known = catalog.PANELS.get(panel)
    if known and known.title:
        return known.title
    page, _, part = panel.partition("-")
    return f"{_pages_by_key().get(page, page)}·主要指标" if part == "now" else panel


def _pages_by_key() -> dict[str, str]:
    """Names of the pages by what their panels' names begin with."""
    return {one["path"].strip("/") or "overview": one["name"]
            for one in dash.page_registry.values()}  # fmt: skip


def _failures(found: list[dict]) -> html.Section:
    rows = [{"name": row["name"], "address": row["address"], "times_number": _count(row["times"]),
             "last": _iso(row["last"])} for row in usage.failures(found)]  # fmt: skip
    columns = [("name", "账号"), ("address", "来自"), ("times_number", "次数"), ("last", "最近")]
    shown = table.still(columns, rows) if rows else html.P("没有失败的登录。", className="empty")
    return _section("登录失败", "近 30 天", shown, half=True)


def _last(found: list[dict]) -> html.Section:
    rows = [{"at": _iso(row["at"]), "name": row["name"],
             "event": EVENTS.get(row["event"], row["event"]),
             "what": "，".join(str(value) for value in row["what"].values() if value)}
            for row in found[:LAST]]  # fmt: skip
    columns = [("at", "时间"), ("name", "谁"), ("event", "做了什么"), ("what", "内容")]
    return _section(f"最近 {len(rows)} 条操作", "审计记录", table.still(columns, rows))


def _section(title: str, note: str, *parts, half: bool = False) -> html.Section:
    head = html.Header([html.H2(title), html.P(note, className="panel-note")])
    body = html.Div([*parts], className="panel-body")
    return html.Section([head, body], className=f"panel {'half' if half else 'full'}")


def _of(found: list[dict], *events: str) -> int:
    return sum(row["event"] in events for row in found)


def _count(value: int) -> str:
    return numbers.plain(value)


def _moment(at: float | None) -> str:
    return f"{datetime.fromtimestamp(at):%Y-%m-%d %H:%M}" if at else "从未登录"


def _iso(at: str) -> str:
    return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M:%S}"
