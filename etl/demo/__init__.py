"""Demo data: spreadsheets such as the region's bureaus really send, with findings planted in them.

All figures are invented; the names of places and offices are real. Every file name, and every
title row, says 演示数据. `planted.csv` beside the files lists what was planted and where.
"""

import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

import pandas as pd

from etl.demo import (
    filed,
    layouts,
    plant_assets,
    plant_changes,
    plant_energy,
    plant_estate,
    plant_fleet,
    plant_service,
    world,
)
from etl.demo.scale import Dice, Scale
from etl.demo.template import Column, card, columns
from etl.demo.workbook import Book, breaks, write_csv

PREFIX = "演示数据_"
OFFICE = "机关事务管理局"
FULL = Scale()
MOST_WORKERS = 4
ROWS_EACH = 50_000  # rows that are worth a process, which takes a second to start


def write(
    folder: Path | str,
    seed: int = 20261031,
    progress: Callable[[str], None] | None = None,
    scale: Scale = FULL,
) -> list[Path]:
    """Writes the files and planted.csv into the folder; returns the files to load, sorted."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    tell = progress or (lambda message: None)
    region = lived(Dice(seed, scale, tell))
    records = filed.frames(region)
    paths = all_written(folder, files(records), tell)
    listed = pd.DataFrame(region.findings).sort_values(["finding", "object", "institution_code"])
    listed.to_csv(folder / "planted.csv", index=False, encoding="utf-8-sig")
    return sorted(paths)


def all_written(folder: Path, listed: dict[str, list], tell: Callable[[str], None]) -> list[Path]:
    """Every file, in processes of their own where there is enough for each to do."""
    rows = sum(len(frame) for sheets in listed.values() for _, frame in sheets)
    workers = min(os.cpu_count() or 1, MOST_WORKERS, rows // ROWS_EACH)
    if workers < 2:
        paths = []
        for name, sheets in listed.items():
            tell(name)
            paths.append(written(folder / name, sheets))
        return paths
    largest = sorted(listed, key=lambda name: -sum(frame.size for _, frame in listed[name]))
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        tasks = [pool.submit(written, folder / name, listed[name]) for name in largest]
        for number, task in enumerate(as_completed(tasks), 1):
            tell(f"{task.result().name}（{number}/{len(tasks)}）")
        return [task.result() for task in tasks]


def lived(dice: Dice) -> world.World:
    """The region with its findings planted and the events that followed."""
    region = world.build(dice)
    dice.tell("埋设问题")
    plant_estate.plant(region)
    plant_assets.plant(region)
    plant_energy.plant(region)
    plant_fleet.plant(region)
    plant_service.plant(region)
    plant_changes.plant(region)
    world.life(region)
    return region


def files(records: dict[str, pd.DataFrame]) -> dict[str, list]:
    """File name -> its sheets as (layout, records), in the order of the layouts."""
    found: dict[str, list] = {}
    for layout in layouts.LAYOUTS:
        frame = records[layout.subject]
        mine = frame[frame["sender"] == layout.sender]
        if "{split}" not in layout.file:
            parts = [("", mine)]
        else:
            parts = list(mine.groupby("split", sort=True))
        for split, part in parts:
            name = PREFIX + layout.file.format(split=split)
            if len(part):
                found.setdefault(name, []).append((layout, part.reset_index(drop=True)))
    return found


def written(path: Path, sheets: list) -> Path:
    """One file: a csv has one sheet, a workbook may have several."""
    if path.suffix == ".csv":
        layout, frame = sheets[0]
        write_csv(path, columns(layout.card, frame, layout.style), layout.style.null)
        return path
    book = Book(path)
    for layout, frame in sheets:
        parts = frame.groupby("county", sort=False) if layout.by_county else [(layout.sheet, frame)]
        for name, part in parts:
            sheet(book, layout, name, part.reset_index(drop=True))
    book.close()
    return path


def sheet(book: Book, layout: layouts.Layout, name: str, frame: pd.DataFrame) -> None:
    """One sheet of a workbook with its title and filling line."""
    listed = columns(layout.card, frame, layout.style)
    if layout.numbered:
        serial = pd.Series(range(1, len(listed[0].values) + 1), dtype=float)
        listed.insert(0, Column("序号", "number", serial))
    key = frame["month"] if "month" in frame else pd.Series([], dtype=str)
    totals = breaks(key if layout.totals == "小计" else listed[0].values, layout.totals)
    year = f"（{frame['split'].iloc[0]}年）" if "{split}" in layout.file else ""
    sender = "自治区本级" if layout.sender == "区直" else layout.sender
    title = f"演示数据　{sender}{card(layout.card)['title'].removeprefix(sender)}{year}"
    note = f"填报单位：{sender.removesuffix('本级')}{OFFICE}　　填报日期：2026年11月5日"
    book.sheet(name, title, note, listed, layout.style.null, totals)
