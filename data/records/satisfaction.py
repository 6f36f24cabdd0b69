"""Records behind agg_service: the reviews one by one."""

from dataclasses import replace

from data.records.part import Ledger, Part

REVIEW = Part(
    "fct_review", "1", "'grade'", "one.review_no",
    keys=("one.service_level", "one.channel_kind"),
)  # fmt: skip
BAD = REVIEW.where_also("one.bad")
ON_TIME = BAD.with_joins(
    "join dim_deadline as due on due.rule = '差评整改到位'"
    " and one.reviewed_on between due.valid_from and due.valid_to"
).where_also("one.fix_working_days <= due.due", column="'fixed_on'")
CALLED = BAD.where_also("one.callback_on is not null", column="'callback_on'")

STEPS = {
    "①评价": ("true", "reviewed_on"),
    "②反馈": ("one.feedback_on is not null", "feedback_on"),
    "③整改": ("one.fixed_on is not null", "fixed_on"),
    "④监督": ("(one.callback_on is not null or one.supervised = '是')", "callback_on"),
}

AGG_SERVICE = Ledger(
    {
        "reviews": (REVIEW,),
        "satisfied_reviews": (REVIEW.where_also("one.satisfied"),),
        "bad_reviews": (BAD,),
        "fixed_reviews": (BAD.where_also("one.fixed_on is not null", column="'fixed_on'"),),
        "fixed_on_time_reviews": (ON_TIME,),
        "callback_reviews": (CALLED,),
        "active_reviews": (REVIEW.where_also("one.active = '主动'", column="'active'"),),
        "score_sum": (REVIEW.of("one.score", "'grade'"),),
    },
    keys=("service_level", "channel_kind"),
)


def _steps(done: bool) -> tuple[Part, ...]:
    """A bad review in each of its steps, or only in those it has passed."""
    return tuple(
        replace(BAD, keys=(*BAD.keys, f"'{step}'"))
        .where_also(passed if done else "true", column=f"'{column}'")
        for step, (passed, column) in STEPS.items()
    )  # fmt: skip


AGG_SERVICE_STEP = Ledger(
    {"due_reviews": _steps(done=False), "done_reviews": _steps(done=True)},
    keys=("service_level", "channel_kind", "step"),
)
