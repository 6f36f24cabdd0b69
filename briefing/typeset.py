"""A document set as PDF by Typst: tagged (PDF/UA-1), fonts embedded, the same bytes each time."""

import json
from dataclasses import asdict
from datetime import UTC
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from briefing import document
from briefing.document import Document
from data.errors import BriefingError

TEMPLATE = Path(__file__).resolve().parent / "template.typ"
WANTED = {
    "title": ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "Noto Serif CJK SC"),
    "body": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "Noto Serif CJK SC"),
    "sans": ("SimHei", "Noto Sans CJK SC"),
    "kai": ("KaiTi_GB2312", "楷体_GB2312", "Noto Serif CJK SC"),
}
RARE = "Noto Serif CJK SC"
"""Where signs missing in a commercial face come from."""


def pdf(told: Document, pictures: dict[str, str]) -> bytes:
    """The PDF; `pictures` holds each figure's SVG by its id.

    Raises BriefingError for anything Typst warns of: a missing glyph, a missing alternative text.
    """
    with TemporaryDirectory(prefix="briefing-") as folder:
        root = Path(folder)
        for name, svg in pictures.items():
            (root / f"{name}.svg").write_text(svg, encoding="utf-8")
        content = json.dumps(_plain(told), ensure_ascii=False)
        (root / "content.json").write_text(content, encoding="utf-8")
        (root / "main.typ").write_bytes(TEMPLATE.read_bytes())
        return _compiled(root, told)


def _compiled(root: Path, told: Document) -> bytes:
    compiler = typst.Compiler(input=root / "main.typ", root=root, font_paths=_fonts())
    try:
        made, warnings = compiler.compile_with_warnings(
            format="pdf", pdf_standards=["ua-1"], timestamp=told.as_of.replace(tzinfo=UTC)
        )
    except typst.TypstError as error:
        raise BriefingError(f"简报排版失败：{error.message}。请把本提示告诉管理员。") from None
    if warnings:
        raise BriefingError(f"简报排版有问题，没有出稿：{warnings[0].message}。请核对字体后重试。")
    return made


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """The machine's fonts, read once. Raises BriefingError without the open CJK families."""
    found = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)
    missing = {"Noto Serif CJK SC", "Noto Sans CJK SC"} - set(found.families())
    if missing:
        raise BriefingError(
            f"缺少字体 {'、'.join(sorted(missing))}，不能出简报。"
            "请以管理员身份运行 apt-get install fonts-noto-cjk 后重试。"
        )
    return found


def _faces() -> dict[str, list[str]]:
    """The faces of each role, the wanted one first where the machine has it."""
    have = set(_fonts().families())
    return {role: [*dict.fromkeys([*(n for n in names if n in have), RARE])][:2]
            for role, names in WANTED.items()}  # fmt: skip


def _plain(told: Document) -> dict:
    """The document as the template reads it."""
    return {
        "series": told.series,
        "title": told.title,
        "period": told.period_label,
        "issuer": told.issued_by,
        "date": f"{told.as_of.year}年{told.as_of.month}月{told.as_of.day}日",
        "snapshot": told.snapshot,
        "region": told.region_name,
        "running": told.running(),
        "compact": told.compact,
        "demo": told.demo,
        "signed": told.signed,
        "faces": _faces(),
        "blocks": _paired(
            [_block(block, label) for block, label in told.numbered()], 3 if told.compact else 2
        ),
    }


def _paired(blocks: list[dict], most: int) -> list[dict]:
    """Half-wide figures in a row become one block, up to so many side by side."""
    told: list[dict] = []
    for block in blocks:
        last = told[-1] if told else {}
        if block.get("half") and last.get("kind") == "pair" and len(last["figures"]) < most:
            last["figures"].append(block)
        elif block.get("half"):
            told.append({"kind": "pair", "figures": [block]})
        else:
            told.append(block)
    return told


def _block(block: document.Block, label: str) -> dict:
    """One block as the template reads it: its own fields, its kind and its number."""
    kind = type(block).__name__.lower()
    if isinstance(block, document.Paragraph):
        return {"kind": kind, "text": block.text}
    told = {"kind": kind, "label": label, **asdict(block)}
    return {name: value for name, value in told.items() if name != "figure"}
