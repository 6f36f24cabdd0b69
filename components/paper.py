"""The briefing page's parts: what will be made, how far it is, what is there to fetch."""

from pathlib import Path
from urllib.parse import quote, urlencode

import dash_bootstrap_components as dbc
from dash import dcc, html

from components import address
from data import small_groups
from data.access import roles, viewer

FORMATS = {"pdf": "PDF（签批用）", "docx": "Word（可编辑）", "xlsx": "Excel（附表）"}
PAGE, SLIDES = "page", "slides"
TOPICS = {
    "": "综合简报",
    PAGE: "本页专题（来时的页面）",
    SLIDES: "汇报材料（大屏各景，附讲稿）",
    "assets": "国有资产专题",
    "vehicles": "公务用车专题",
    "offices": "办公用房专题",
    "energy": "公共机构节能专题",
    "satisfaction": "服务满意度专题",
}
FILES = "/briefings/file/"
POLL_MS = 700
SIGNER = 20
"""Longest name of who signs."""


class ids:
    topic = "briefing-topic"
    formats = "briefing-formats"
    signer = "briefing-signer"
    make = "briefing-make"
    job = "briefing-job"
    timer = "briefing-timer"
    said = "briefing-said"
    export = "briefing-export"
    outward = "briefing-outward"


def export() -> html.A:
    """导出简报, on every page: leads to the order with the filters and the page it came from."""
    return html.A("导出简报", id=ids.export, href="/briefings", className="ghost-button")


def asked(view: dict, kind: str, signer: str = "", outward: str = "") -> dict[str, str]:
    """The options of `python -m briefing build` for what was chosen, with the view's filters;
    `signer` signs a formal briefing; `outward` is "yes" for one that leaves the office."""
    parts = address.asked(view["search"])
    page = parts.pop("page", "")
    options = {"search": f"?{urlencode(parts)}" if parts else "", "snapshot": view["snapshot"]}
    options |= {"outward": outward}
    if kind == PAGE:
        return options | {"page": page.strip("/") or "overview"}
    if kind == SLIDES:
        return options | {"slides": "yes"}
    return options | {"topic": kind, "sign-off": (signer or "").strip()[:SIGNER]}


def order() -> html.Section:
    """Choice of formats and the button; region and period are those of the filter bar."""
    options = [{"value": key, "label": label} for key, label in FORMATS.items()]
    topics = [{"value": key, "label": label} for key, label in TOPICS.items()]
    return html.Section(
        [
            html.Header(
                [
                    html.H2("生成简报", id="briefing-title"),
                    html.P("地区、期间等随上方筛选；同一数据版本重复生成，内容逐字节相同。",
                           className="panel-note"),
                ]
            ),
            dbc.RadioItems(topics, "", id=ids.topic, className="choices", inline=True),
            dbc.Checklist(options, ["pdf"], id=ids.formats, className="choices", inline=True),
            dbc.Checklist(_outward(), [], id=ids.outward, className="choices", inline=True),
            _signer(),
            html.Button("生成", id=ids.make, className="button", type="button"),
            dcc.Store(id=ids.job),
            dcc.Interval(id=ids.timer, interval=POLL_MS, disabled=True),
            html.Div(id=ids.said, role="status", className="briefing-said"),
        ],
        className="panel full",
        **{"aria-labelledby": "briefing-title"},
    )  # fmt: skip


def _outward() -> list[dict]:
    told = f"对外版（不列单位名称；{small_groups.RULE}）"
    return [{"value": "yes", "label": told}]


def _signer() -> html.Div:
    """Who prepares and who signs: a leader signs with the own name, nobody else does."""
    who = viewer.current()
    if not who.is_person:
        field = dcc.Input(id=ids.signer, type="text", maxLength=SIGNER, value="",
                          placeholder="报送率不足时须填，姓名印在简报上")  # fmt: skip
        note = "演示环境，可填任意姓名；建立账号后，只有领导本人登录才能签发。"
        return html.Div([html.Label(["签发人", field]), html.Small(note)], className="signer")
    maker = html.Span(["拟稿人 ", html.B(who.title)])
    if not who.may(roles.SIGN):
        field = dcc.Input(id=ids.signer, type="hidden", value="")
        note = "需要签发的，拟稿后请领导登录，在本页勾选“由本人签发”。"
        return html.Div([maker, field, html.Small(note)], className="signer")
    signs = [{"value": "yes", "label": f"由本人签发（印“经 {who.title} 签发”）"}]
    field = dbc.Checklist(signs, [], id=ids.signer, className="choices", inline=True)
    return html.Div([html.Span("签发人"), field], className="signer")


def progress(told: dict, before: int) -> list:
    """What a job is doing, in words and as a bar, or what it made."""
    state = told.get("state")
    if state == "done":
        return [html.P("简报已生成：", className="summary"), html.Ul(_links(told["files"]))]
    if state == "failed":
        return [html.P(told.get("words", "没有生成。"), className="summary bad")]
    done, of = told.get("done", 0), told.get("of", 0)
    if state == "working" and of:
        words = f"正在画图：{done}/{of}" if done < of else "正在排版"
        bar = html.Progress(value=str(done), max=str(of), **{"aria-label": words})
        return [html.P(words, className="summary"), bar]
    words = f"排队中，前面还有 {before} 份" if before else "正在汇总数据"
    return [html.P(words, className="summary"), html.Progress(**{"aria-label": words})]


def made_before(folder: Path, most: int = 12) -> html.Section:
    """The newest briefings there are, each a link."""
    found = [path for path in folder.glob("*.*") if path.suffix[1:] in FORMATS]
    newest = sorted(found, key=lambda path: (-path.stat().st_mtime, path.name))[:most]
    shown = (
        html.Ul(_links([path.name for path in newest]))
        if newest
        else html.P("还没有生成过简报。", className="empty")
    )
    return html.Section(
        [html.Header(html.H2("最近生成", id="briefings-title")), shown],
        className="panel full",
        **{"aria-labelledby": "briefings-title"},
    )


def _links(names: list[str]) -> list[html.Li]:
    return [html.Li(html.A(name, href=FILES + quote(name), download=name)) for name in names]
