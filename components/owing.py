"""Who reports and who does not: coverage by region as a heat table, and reminders by city."""

from datetime import date
from itertools import groupby

from dash import html

from components import numbers, table, theme
from components.panel import Content, Drawing, demo_mark, silent
from data import coverage, owing

WORKING_DAYS = 5
BASIS = {"energy": "公共机构节能条例第十五条", "vehicle": "统计法第七条"}
PALEST = 99  # % below which the palest colour must begin, so that 100% never is pale


def heat(drawing: Drawing) -> Content:
    """Regions by subjects: returns due and filed, their share as the colour and as a number."""
    rows = owing.by_region(drawing.view)
    kept = owing.registers(drawing.view)
    if not rows and not kept:
        return silent(f"{drawing.view.region_name}本期没有应报单位，也没有机构名录。")
    places = dict(sorted((row["region"], row["label"]) for row in [*rows, *kept]))
    cells = {(row["region"], row["subject"]): row for row in rows}
    shelf = {(row["region"], row["register"]): row for row in kept}
    low = _lowest(rows)
    body = [
        html.Tr(
            [
                html.Th(label, scope="row"),
                *(_return_cell(cells.get((code, one)), low, drawing) for one in coverage.SUBJECTS),
                *(_register_cell(shelf.get((code, one))) for one in owing.REGISTERS),
            ]
        )
        for code, label in places.items()
    ]
    made = html.Table([html.Thead(_heading()), html.Tbody(body)], className="table heat")
    return Content(
        [_told(rows), html.Div(made, className="table-scroll", tabIndex="0"), _legend(low)]
    )


def _heading() -> html.Tr:
    names = [f"{name}（应报 / 实报）" for name in coverage.SUBJECTS.values()]
    names += [f"{name}（名录 / 有台账）" for name in owing.REGISTERS.values()]
    return html.Tr([html.Th("地区", scope="col"), *(html.Th(name, scope="col") for name in names)])


def _told(rows: list[dict]) -> html.P:
    parts = []
    for subject, label in coverage.SUBJECTS.items():
        mine = [row for row in rows if row["subject"] == subject]
        due, filed = (sum(row[key] for row in mine) for key in ("expected", "reported"))
        if due:
            parts.append(
                f"{label}应报 {numbers.plain(due)} 份、实报 {numbers.plain(filed)} 份"
                f"（{numbers.text(100 * filed / due, '%', 1)}）"
            )
    return html.P(f"{'；'.join(parts)}。" if parts else "本期没有应报的月报。", className="summary")


def _lowest(rows: list[dict]) -> int:
    """The whole percent at which the colour is palest: just below the lowest share."""
    shares = [100 * row["reported"] // row["expected"] for row in rows if row["expected"]]
    return min([*shares, PALEST])


def _return_cell(row: dict | None, low: int, drawing: Drawing) -> html.Td:
    if not row or not row["expected"]:
        return html.Td("—", className="none")
    title = (
        f"{numbers.plain(row['institutions'])} 家应报，{numbers.plain(row['complete'])} 家逐月报齐"
    )
    share = 100 * row["reported"] / row["expected"]
    ground = theme.blend(
        drawing.colours["scale-low"], drawing.colours["scale-high"], (share - low) / (100 - low)
    )
    return html.Td(
        _shown(share, row["expected"], row["reported"]),
        title=title,
        style={"backgroundColor": ground, "color": theme.readable_on(ground)},
    )


def _register_cell(row: dict | None) -> html.Td:
    if not row or not row["institutions"]:
        return html.Td("—", className="none")
    share = 100 * row["present"] / row["institutions"]
    return html.Td(_shown(share, row["institutions"], row["present"]))


def _shown(share: float, whole: int, part: int) -> list:
    pair = f"{numbers.plain(whole)} / {numbers.plain(part)}"
    return [html.Strong(numbers.text(share, "%", 1)), html.Small(pair)]


def _legend(low: int) -> html.P:
    return html.P(
        f"颜色由浅到深为 {numbers.plain(low)}% 至 100%；一份为一家单位一个月。台账类没有"
        "逐月应报，只列名录单位中有记录的家数（最新状态，没有该类资产的单位也计入名录），不着色。",
        className="definition",
    )


def reminders(drawing: Drawing) -> Content:
    """By city: who owes what and for how long, and the text that asks for it."""
    rows = owing.late(drawing.view)
    if not rows:
        return silent("本期没有未报送的单位：应报的月报都已报齐，或没有应报单位。")
    day = owing.as_of(drawing.view)
    institutions = len({(row["city"], row["name"]) for row in rows})
    told = (
        f"{numbers.plain(institutions)} 家单位未报齐，缺"
        f" {numbers.plain(sum(len(row['months']) for row in rows))} 份月报；"
        f"最久的已过月末 {numbers.plain(max(row['days'] for row in rows))} 天（截至 {day}）。"
    )
    marks = [demo_mark()] if any(row["demo"] for row in rows) else []
    cities = [_city(list(group)) for _, group in groupby(rows, key=lambda row: row["city"])]
    return Content([html.P([told, *marks], className="summary"), html.Div(cities)])


def _city(rows: list[dict]) -> html.Details:
    """One city: its reminder with a copy button, and its list."""
    subjects = [(key, [r for r in rows if r["subject"] == key]) for key in coverage.SUBJECTS]
    told = [f"{owing.label(key)} {numbers.plain(len(some))} 家" for key, some in subjects if some]
    text = "\n".join(reminder(key, some) for key, some in subjects if some)
    copy = html.Button("复制催报文字", className="ghost-button copy", **{"data-copy": text})
    columns = [("name", "单位"), ("region_name", "地区"), ("what", "报表"), ("months", "缺报月份")]
    columns += [("count_number", "缺报月数"), ("days_number", "最早一月已过天数")]
    shown = [
        row | {"what": owing.label(row["subject"]), "months": months_in_words(row["months"]),
               "count_number": numbers.plain(len(row["months"])),
               "days_number": numbers.plain(row["days"])}
        for row in rows
    ]  # fmt: skip
    return html.Details(
        [
            html.Summary([html.Strong(rows[0]["city_name"]), html.Span("，".join(told))]),
            html.Div([html.P(text, className="reminder"), copy], className="reminder-row"),
            table.table(columns, shown),
        ],
        className="fold city",
    )


def reminder(subject: str, rows: list[dict]) -> str:
    """The text that asks one city for one return; months are named once when all owe the same."""
    city, label = rows[0]["city_name"], owing.label(subject)
    whose = "贵市" if city.endswith("市") else city
    same = len({tuple(row["months"]) for row in rows}) == 1
    names = "、".join(
        row["name"] if same else f"{row['name']}（{months_in_words(row['months'])}）"
        for row in rows
    )
    which = f" {months_in_words(rows[0]['months'])}" if same else ""
    return (
        f"{whose}以下 {numbers.plain(len(rows))} 家单位尚未报送{which}{label}：{names}，"
        f"请于 {WORKING_DAYS} 个工作日内补报。依据：{BASIS[subject]}。"
    )


def months_in_words(months: list[date]) -> str:
    """2025年12月，2026年1—3月、5月; oldest first."""
    years = groupby(months, key=lambda month: month.year)
    return "，".join(f"{year}年{_runs([one.month for one in some])}" for year, some in years)


def _runs(months: list[int]) -> str:
    """1—3月、5月 for 1, 2, 3, 5."""
    runs = groupby(enumerate(months), key=lambda pair: pair[1] - pair[0])
    spans = [[month for _, month in run] for _, run in runs]
    return "、".join(f"{s[0]}—{s[-1]}月" if len(s) > 1 else f"{s[0]}月" for s in spans)
