"""What a card may say beside headings: hidden parts, and meanings of blanks."""

from etl.words import listed, squeeze

KEYS = {"hidden", "nulls"}
MEANINGS = ("zero", "not_applicable", "not_reported")


def read(reader) -> dict:
    """The keywords of Card for these keys; `reader` stops on what is wrong."""
    return {
        "read_hidden": _hidden(reader),
        "nulls": _nulls(reader),
    }


def _hidden(reader) -> bool:
    said = reader.text("hidden")
    if said not in ("", "read"):
        reader.stop(f"hidden“{said}”只能写 read（读取隐藏的行、列和工作表），或不写")
    return said == "read"


def _nulls(reader) -> dict[str, dict[str, str]]:
    """For each column its words and what they mean."""
    found = {}
    for name in reader.mapping("nulls"):
        column = reader.column("nulls", name)
        words = reader.mapping(name, reader.mapping("nulls"))
        for word, meaning in words.items():
            if meaning not in MEANINGS or (meaning == "zero" and column.kind != "number"):
                reader.stop(
                    f"nulls“{name}”的“{word}”是“{meaning}”，可用：{listed(MEANINGS)}（zero 只用于数值）"
                )
        found[column.name] = {squeeze(word or ""): meaning for word, meaning in words.items()}
    return found
