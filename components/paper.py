"""The briefing page's parts: what will be made, how far it is, what is there to fetch."""

from pathlib import Path
from urllib.parse import quote

from dash import dcc, html

FORMATS = {"pdf": "PDF（签批用）", "docx": "Word（可编辑）", "xlsx": "Excel（附表）"}
TOPICS = {
    "": "综合简报",
    "assets": "国有资产专题",
    "vehicles": "公务用车专题",
    "offices": "办公用房专题",
    "energy": "公共机构节能专题",
    "satisfaction": "服务满意度专题",
}
FILES = "/briefings/file/"
POLL_MS = 700


class ids:
    topic = "briefing-topic"
    formats = "briefing-formats"
    make = "briefing-make"
    job = "briefing-job"
    timer = "briefing-timer"
    said = "briefing-said"


def order() -> html.Section:
    """Choice of formats and the button; region and period are those of the filter bar."""
    options = [{"value": key, "label": label} for key, label in FORMATS.items()]
    return html.Section(
        [
            html.Header(
                [
                    html.H2("生成简报", id="briefing-title"),
                    html.P("地区与期间随上方筛选；同一数据版本重复生成，内容逐字节相同。",
                           className="panel-note"),
                ]
            ),
            dcc.RadioItems(TOPICS, "", id=ids.topic, className="choices", inline=True),
            dcc.Checklist(options, ["pdf"], id=ids.formats, className="choices", inline=True),
            html.Button("生成", id=ids.make, className="button", type="button"),
            dcc.Store(id=ids.job),
            dcc.Interval(id=ids.timer, interval=POLL_MS, disabled=True),
            html.Div(id=ids.said, role="status", className="panel-body"),
        ],
        className="panel full",
        **{"aria-labelledby": "briefing-title"},
    )  # fmt: skip


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
