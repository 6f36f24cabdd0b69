"""Posts by rank, and the square metres each rank may have."""

import numpy as np
import pandas as pd

from etl.demo.kinds import OFFICE_KINDS

# rank and limit in m2 a person; townships have none of their own yet, these are only for drawing.
# Source: 发改投资〔2014〕2674号
RANKS = {
    "省级": (
        ("省级正职", 54),
        ("省级副职", 42),
        ("正厅（局）级", 30),
        ("副厅（局）级", 24),
        ("正处级", 18),
        ("副处级", 12),
        ("处级以下", 9),
    ),
    "市级": (
        ("市级正职", 42),
        ("市级副职", 30),
        ("正局（处）级", 24),
        ("副局（处）级", 18),
        ("局（处）级以下", 9),
    ),
    "县级": (("县级正职", 30), ("县级副职", 24), ("正科级", 18), ("副科级", 12), ("科级以下", 9)),
    "乡级": (("乡级正职", 24), ("乡级副职", 18), ("乡级以下", 9)),
}


LIMITS = {rank: limit for ranks in RANKS.values() for rank, limit in ranks}


def posts(roster: pd.DataFrame) -> pd.DataFrame:
    """One row per office and rank: approved posts, zero ranks left out."""
    offices = roster[roster["current"] & roster["kind"].isin(OFFICE_KINDS)]
    rows = [
        (at, level, rank, count)
        for at, level, name, quota in zip(
            offices.index,
            offices["standard_level"],
            offices["institution_name"],
            offices["staff_quota"],
            strict=True,
        )
        for rank, count in shares(level, name, quota)
        if count
    ]
    return pd.DataFrame(rows, columns=["owner", "standard_level", "rank", "posts"])


def shares(level: str, name: str, quota: int) -> list[tuple[str, int]]:
    """Posts of each rank; only the governments' own offices have the two highest ranks."""
    names = [rank for rank, _ in RANKS[level]]
    if level == "省级":
        lead = [2, 6] if "人民政府办公厅" in name else [0, 0]
        counts = lead + [1, 3, round(quota * 0.12), round(quota * 0.16)]
    elif level == "市级":
        lead = [1, 6] if "人民政府办公室" in name else [0, 0]
        counts = lead + [1, min(4, 2 + quota // 40)]
    elif level == "县级":
        lead = [1, 6] if "人民政府办公室" in name else [0, 0]
        counts = lead + [1, min(4, 1 + quota // 15)]
    else:
        counts = [2, min(7, quota // 5)]
    counts = np.minimum(np.cumsum(counts), quota - 1) if quota else np.zeros(len(counts))
    steps = np.diff(counts, prepend=0)
    return list(zip(names, [int(step) for step in steps] + [int(quota - counts[-1])], strict=True))
