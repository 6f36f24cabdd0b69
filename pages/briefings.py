"""Briefings: the current view's region and period on paper, ready to fetch."""

import dash
from dash import Input, Output, State, html, no_update

from briefing import jobs
from components import address, page, paper
from components.shell import ids as shell
from data.errors import DashboardError

dash.register_page(__name__, path="/briefings", name="简报", order=90, group="底数")


def layout() -> html.Div:
    return page.around("简报", [paper.order(), paper.made_before(jobs.folder())])


@dash.callback(
    Output(paper.ids.job, "data"),
    Output(paper.ids.said, "children"),
    Output(paper.ids.timer, "disabled"),
    Input(paper.ids.make, "n_clicks"),
    Input(paper.ids.timer, "n_intervals"),
    State(paper.ids.topic, "value"),
    State(paper.ids.formats, "value"),
    State(paper.ids.signer, "value"),
    State(paper.ids.outward, "value"),
    State(paper.ids.job, "data"),
    State(shell.view, "data"),
    prevent_initial_call=True,
)
def tell_progress_from_button_or_timer(_clicks, _ticks, topic, formats, signer, outward, job, view):
    """Starts a briefing at a click, then tells how far it is until it is done."""
    try:
        if dash.ctx.triggered_id == paper.ids.make:
            job = jobs.start(
                paper.asked(view, topic, "".join(signer or []), "".join(outward or [])),
                tuple(formats or []),
            )
        if not job:
            return no_update, no_update, True
        told = jobs.state(job)
        shown = paper.progress(told, jobs.waiting(job))
        return job, shown, told.get("state") not in (jobs.QUEUED, jobs.WORKING)
    except DashboardError as error:
        return None, [html.P(str(error), className="summary bad")], True


@dash.callback(Output(paper.ids.topic, "value"), Input(shell.view, "data"))
def choose_kind_from_page(view):
    """Who comes by 导出简报 gets the page he came from, unless that is a briefing already."""
    page = address.asked(view["search"]).get("page", "") if view else ""
    return paper.PAGE if page not in ("", "/") else ""
