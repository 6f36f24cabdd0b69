"""How the system is used: who, what, how slowly, and what nobody opens; read from the audit log.

A viewer sees users of the own subtree alone.
"""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta

from data import manifests, paths, reference
from data.access import accounts, audit, roles, store, viewer

DAYS = 30


def add_timings(found: dict[tuple[str, str], list[float]]) -> None:
    """Adds counts of panels, by (panel, user): times, milliseconds in all, the longest."""
    day = datetime.now(UTC).date().isoformat()
    rows = [(day, panel, name, *counted) for (panel, name), counted in found.items()]
    with store.change() as held:
        held.executemany(
            "insert into timing values (?, ?, ?, ?, ?, ?) on conflict do update set"
            " times = times + excluded.times, total_ms = total_ms + excluded.total_ms,"
            " worst_ms = max(worst_ms, excluded.worst_ms)",
            rows,
        )


def records(limit: int = 20_000) -> list[dict]:
    """The records of the last 30 days of users in the viewer's subtree, newest first."""
    since = (datetime.now(UTC) - timedelta(days=DAYS)).isoformat()
    found = audit.connection().execute(
        "select number, at, name, role, region, event, what, address from record where at >= ?"
        " order by number desc limit ?",
        [since, limit],
    )
    seen = regions_below(viewer.current().region)
    return [
        dict(row) | {"what": json.loads(row["what"])}
        for row in found
        if _region(row) in seen
    ]  # fmt: skip


def _region(row) -> str:
    """Where a record belongs: a failed sign-in to the account it named, if there is one."""
    if row["role"] != roles.NOBODY:
        return row["region"]
    named = accounts.known(json.loads(row["what"]).get("name", ""))
    return named["region"] if named else viewer.WHOLE


def people(found: list[dict]) -> list[dict]:
    """One row per account in the subtree, whoever looked most first: name, shown, role, region,
    seen_at, views, exports."""
    seen = regions_below(viewer.current().region)
    views = Counter(row["name"] for row in found if row["event"] in ("view", "look", "source"))
    exports = Counter(row["name"] for row in found if row["event"] in ("export", "briefing"))
    rows = [
        one | {"views": views[one["name"]], "exports": exports[one["name"]]}
        for one in accounts.listing()
        if one["region"] in seen
    ]
    return sorted(rows, key=lambda row: (-row["views"], row["name"]))


def pages(found: list[dict]) -> Counter:
    """How often each page was opened."""
    return Counter(row["what"].get("path") for row in found if row["event"] == "view")


def slow() -> list[dict]:
    """One row per panel, the slowest first: panel, times, mean_ms, worst_ms of the last 30 days,
    as users of the viewer's subtree met them."""
    day = (datetime.now(UTC) - timedelta(days=DAYS)).date().isoformat()
    root = viewer.current().region
    seen = regions_below(root)
    names = [one["name"] for one in accounts.listing() if one["region"] in seen]
    rows = store.connection().execute(
        "select panel, sum(times) as times, sum(total_ms) / sum(times) as mean_ms,"
        " max(worst_ms) as worst_ms from timing where day >= ?"
        " and (? or name in (select value from json_each(?))) group by panel"
        " order by worst_ms desc",
        [day, root == viewer.WHOLE, json.dumps(names)],
    )
    return [dict(row) for row in rows]


def failures(found: list[dict]) -> list[dict]:
    """One row per name that failed to sign in: name, address, times, last; most first."""
    failed = [row for row in found if row["event"] == "sign-in-failed"]
    counted = Counter((row["what"].get("name", ""), row["address"]) for row in failed)
    last: dict[tuple, str] = {}
    for row in failed:
        last.setdefault((row["what"].get("name", ""), row["address"]), row["at"])
    return [{"name": name, "address": address, "times": times, "last": last[name, address]}
            for (name, address), times in counted.most_common(20)]  # fmt: skip


def storage() -> dict[str, int]:
    """Bytes under var/: snapshots and all there is."""
    sizes = {path: path.stat().st_size for path in paths.var().rglob("*") if path.is_file()}
    kept = sum(size for path, size in sizes.items() if manifests.folder() in path.parents)
    return {"snapshots": kept, "all": sum(sizes.values())}


def regions_below(root: str) -> set[str]:
    """The codes of a region and everything in it."""
    parents = {row["region"]: row["parent"] for row in reference.table("regions")}
    found = {root}
    grew = True
    while grew:
        more = {code for code, parent in parents.items() if parent in found} - found
        grew, found = bool(more), found | more
    return found
