"""One set of design tokens, a light and a dark value each; CSS and figures both read them."""

FONT = (
    '"Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC",'
    ' "WenQuanYi Micro Hei", "Noto Sans", sans-serif'
)

# name: (light, dark). Text tokens keep 4.5:1 on `page`, `card` and `tint`; a test checks it.
TOKENS = {
    "page": ("#f3f5f8", "#06111d"),
    "card": ("#ffffff", "#0c1f31"),
    "tint": ("#e8f1f9", "#10304b"),
    "track": ("#e9edf2", "#16324b"),
    "line": ("#dfe5ec", "#1c3a55"),
    "line-strong": ("#7d8b9a", "#5f7d98"),
    "text": ("#16212c", "#eaf3fb"),
    "muted": ("#55636f", "#9db4c9"),
    "accent": ("#0b63a8", "#45b5f2"),
    "on-accent": ("#ffffff", "#04121f"),
    "good": ("#0d7a4f", "#3fd394"),
    "bad": ("#c0392b", "#ff7b6e"),
    "warn": ("#9a5b00", "#f6b53d"),
    "warn-tint": ("#fdf3e0", "#33280f"),
    "bad-tint": ("#fdecea", "#3a1714"),
    "scale-low": ("#dcebf6", "#15354f"),
    "scale-high": ("#0a5793", "#4cc0fb"),
    "scale-none": ("#eceff2", "#101a24"),
    "below": ("#c4572c", "#e8875a"),
    "even": ("#efe9e2", "#23303c"),
    "above": ("#1f6f9e", "#45a9e0"),
    "border-map": ("#ffffff", "#06111d"),
}
NAMES = ("light", "dark")


def tokens(name: str) -> dict[str, str]:
    """Token values of the theme `light` or `dark`."""
    column = NAMES.index(name if name in NAMES else "light")
    return {token: values[column] for token, values in TOKENS.items()}


def css() -> str:
    """The tokens as CSS custom properties, dark under `data-theme="dark"`."""
    blocks = []
    for name, selector in (("light", ":root"), ("dark", ':root[data-theme="dark"]')):
        values = "".join(f"--{token}:{value};" for token, value in tokens(name).items())
        blocks.append(f"{selector}{{color-scheme:{name};{values}}}")
    return "\n".join(blocks + [f":root{{--font:{FONT};}}"])


def blend(low: str, high: str, share: float) -> str:
    """The colour `share` (0 to 1) of the way from `low` to `high`."""
    pairs = zip(_channels(low), _channels(high), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def contrast(first: str, second: str) -> float:
    """WCAG contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(background: str) -> str:
    """Black or white ink, whichever reads better on the background."""
    return max(("#000000", "#ffffff"), key=lambda ink: contrast(ink, background))


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[start : start + 2], 16) for start in (1, 3, 5))


def _luminance(colour: str) -> float:
    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = map(linear, _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
