"""Runs what needs numpy, scipy or statsmodels in one process of its own.

They cost a web worker over 100 MB, and another thread that turns numbers into JSON meanwhile
meets pandas half loaded and fails. The process starts with the first question and stays.
"""

import os
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from importlib import import_module
from multiprocessing import get_context, parent_process

from data import paths
from data.errors import AnalysisError

_lock = threading.Lock()
_pools: list[ProcessPoolExecutor] = []


def run(module: str, name: str, *args) -> dict:
    """What a function of data.analysis gives, computed in the other process.

    Raises AnalysisError when that process died, and whatever DashboardError the function raises.
    """
    pool = _pool()
    try:
        return pool.submit(_call, str(paths.var()), module, name, args).result()
    except BrokenProcessPool:
        with _lock:
            _pools.clear()
        raise AnalysisError(
            "计算进程意外结束，多半是服务器内存不足。请稍后刷新重试；如仍出现，请告知管理员。"
        ) from None


def _pool() -> ProcessPoolExecutor:
    with _lock:
        if not _pools:
            spawned = get_context("spawn")
            _pools.append(ProcessPoolExecutor(1, mp_context=spawned, initializer=_follow))
        return _pools[0]


def _follow() -> None:
    """Ends this process when its parent is gone, however it went."""
    threading.Thread(target=_end_with, args=(parent_process(),), daemon=True).start()


def _end_with(parent) -> None:
    parent.join()
    os._exit(0)


def _call(var: str, module: str, name: str, args: tuple) -> dict:
    os.environ["DASHBOARD_VAR"] = var
    return getattr(import_module(f"data.analysis.{module}"), name)(*args)
