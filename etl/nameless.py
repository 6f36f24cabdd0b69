"""Tables that go by months or years across and do not say, in a heading, what is counted."""

from etl import periods
from etl.words import listed

CARRIERS = {"电": "用电量（千瓦时）", "水": "用水量（立方米）", "气": "天然气（立方米）", "热": "热力（吉焦）",
            "煤": "煤炭（吨）", "汽油": "汽油（升）", "柴油": "柴油（升）"}  # fmt: skip
READ = "电"
"""What the cards of the project read across months and years."""
WORDS = {"months": "月份", "years": "年份"}


def told(headings: list[str], titles: list[str]) -> str:
    """What to tell the sender of such a table; "" when it is none."""
    kind, across = max(
        ((kind, [each for each in headings if periods.label(kind, "", each)]) for kind in WORDS),
        key=lambda pair: len(pair[1]),
    )
    if len(across) < 2:
        return ""
    said = "".join(titles)
    carrier = next((word for word in ("汽油", "柴油", *CARRIERS) if word in said), "")
    named = f"（只在表题里提到“{carrier}”）" if carrier else ""
    seen = f"表头各列是{WORDS[kind]}（{listed(across, 4)}），没有一列写明是哪种能源资源{named}。"
    if carrier and carrier != READ:
        example = CARRIERS[carrier]
        return (
            f"{seen}请改为每月一行、用“{example}”作一列的表后重新装载；要按原样横排报送的，"
            "请先增加一张写明 spread 的来源卡（写法见 etl/cards/README.md）。"
        )
    return (
        f"{seen}请在这些列的上方加一行合并的表头“{CARRIERS[READ]}”后重新装载；"
        "是别的能源资源的，请改为每月一行、每种能源资源一列。"
    )
