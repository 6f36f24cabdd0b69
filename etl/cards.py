"""The source cards of the project (etl/cards) and of the user (var/cards).

A card is YAML (format: cards/README.md); a user's card takes the place of ours of the same name.
"""

from pathlib import Path

import yaml

from data.errors import TemplateError
from etl import secret
from etl.card import Card
from etl.cardfile import card_from

FOLDER = Path(__file__).resolve().parent / "cards"


def load(folders: list[Path]) -> list[Card]:
    """All cards, sorted by name. Raises TemplateError on the first that contradicts itself."""
    found = {}
    for folder in folders:
        for path in sorted(folder.glob("*.yml")):
            found[path.stem] = card_from(path.stem, _content(path), str(path))
            secret.forbid(found[path.stem], str(path))
    return [found[name] for name in sorted(found)]


def _content(path: Path) -> dict:
    try:
        content = yaml.load(path.read_bytes(), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"第 {mark.line + 1} 行" if mark else "文件"
        raise TemplateError(
            f"来源卡 {path} 的{where}不是有效的 YAML，请对照 etl/cards/README.md 改正后再装载。"
        ) from None
    if not isinstance(content, dict):
        raise TemplateError(f"来源卡 {path} 是空的或不是“名称: 值”的形式，请对照 README.md 改正。")
    return content
