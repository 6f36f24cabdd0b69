"""python -m etl doctor: names each damage of var/ and, with --mend, mends what can be mended."""

from collections.abc import Callable

from data import paths
from data.errors import BuildBusyError, DashboardError
from etl import damage, lock

WELL, MENDABLE, HANDS = 0, 1, 2
"""Nothing (or nothing any more) is wrong; --mend can mend it; hands are needed."""


def run(mend: bool, say: Callable[[str], None] = print) -> int:
    """Looks at everything; returns WELL, MENDABLE or HANDS."""
    say(f"检查 {paths.var()}")
    worst = WELL
    for title, check in damage.CHECKS.items():
        worst = max(worst, _look(title, check, mend, say))
    say({WELL: "没有需要处理的问题。",
         MENDABLE: "以上问题可以运行 python -m etl doctor --mend 修复。",
         HANDS: "有问题需要人工处理，见上。"}[worst])  # fmt: skip
    return worst


def _look(title: str, check: Callable, mend: bool, say: Callable[[str], None]) -> int:
    """One check, and its repairs."""
    found = list(check())
    if not found:
        say(f"  正常  {title}")
    return max((_tell(title, one, mend, say) for one in found), default=WELL)


def _tell(title: str, found: damage.Damage, mend: bool, say: Callable[[str], None]) -> int:
    say(f"  损坏  {title}：{found.what}")
    if found.mend is None:
        return HANDS
    if not mend:
        return MENDABLE
    try:
        _mended(found)
    except BuildBusyError as error:
        say(f"  暂缓  {error}")
        return MENDABLE
    except (DashboardError, OSError) as error:
        say(f"  未修复  {error}")
        return HANDS
    say(f"  已修复  {found.done}。")
    return WELL


def _mended(found: damage.Damage) -> None:
    """Loads take the lock themselves; every other repair is done while nobody builds."""
    if found.locks:
        found.mend()
        return
    with lock.held("修复"):
        found.mend()
