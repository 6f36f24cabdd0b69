"""What our columns are called in Chinese: as the forms that ship with the project head them."""

from functools import cache

from etl import cards, measure


@cache
def _headings() -> dict[tuple[str, str], str]:
    """The first plain heading of each subject's column; general forms before those of a city."""
    shipped = sorted(cards.load([cards.FOLDER]), key=lambda card: (not card.general, card.name))
    found: dict[tuple[str, str], str] = {}
    for card in shipped:
        for field in card.fields:
            plain = [heading for heading in field.headings if "/" not in heading]
            heading = measure.bare((plain or list(field.headings))[0])
            found.setdefault((card.subject.name, field.column.name), heading)
        for column, parts in card.join.items():
            found.setdefault((card.subject.name, column), "、".join(parts))
    return found


def called(subject: str, column: str) -> str:
    """用电量（electricity）; the name alone where no form has the column."""
    heading = _headings().get((subject, column))
    return f"{heading}（{column}）" if heading else column
