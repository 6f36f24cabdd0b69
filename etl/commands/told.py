"""What a load did, in words, and what several commands check of their arguments."""

import argparse
import sys

from etl import build

LISTED = 20  # files up to which a load tells of each; of more only of those with refused rows


NO_ROSTER = (
    "还没有机构名录，单位无从核对。请先装载机构名录（python -m etl load 机构名录.xlsx）；"
    "已装载的行随后自动放行，不必重新报送。"
)


def tell(outcome: build.Outcome) -> int:
    """Tells what a load did; 1 when rows came and none was accepted, else 0."""
    if outcome.healed:
        print(outcome.healed, file=sys.stderr)
    for file in outcome.known:
        print(f"已装载过，跳过：{file}")
    if not outcome.snapshot:
        print("没有新的文件，数据版本不变。")
        return 0
    for source in outcome.sources:
        if source["rows_refused"] or len(outcome.sources) <= LISTED:
            print("{file_name}（{card}）：读取 {rows_read:,} 行，接收 {rows_accepted:,} 行，"
                  "拒收 {rows_refused:,} 行".format_map(source))  # fmt: skip
    accepted, refused = (sum(source[key] for source in outcome.sources)
                         for key in ("rows_accepted", "rows_refused"))  # fmt: skip
    why = "（拒收原因见“数据质量”页或 quarantine 表）" if refused else ""
    print(
        f"已发布数据版本 {outcome.snapshot}：新装载 {len(outcome.added)} 个文件，"
        f"接收 {accepted:,} 行，拒收 {refused:,} 行{why}。"
    )
    for said in outcome.redacted:
        print(said)
    if refused and outcome.no_roster:
        print(f"提示：{NO_ROSTER}", file=sys.stderr)
    if refused and not accepted:
        print("提示：没有一行被接收。", file=sys.stderr)
        return 1
    return 0


def positive(text: str) -> int:
    """An argument that counts something."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}”应是大于 0 的整数")
    return int(text)
