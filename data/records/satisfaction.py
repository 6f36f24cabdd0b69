"""Records behind agg_service: the reviews one by one."""

from data.records.part import Ledger, Part

REVIEW = Part(
    "fct_review", "1", "'grade'", "one.review_no",
    keys=("one.service_level", "one.channel_kind"),
)  # fmt: skip
BAD = REVIEW.where_also("one.bad")
ON_TIME = BAD.where_also("one.fix_working_days <= 15", column="'fixed_on'")
CALLED = BAD.where_also("one.callback_on is not null", column="'callback_on'")

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
