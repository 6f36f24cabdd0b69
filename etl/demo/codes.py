"""Check digits and codes that must be well formed in every file."""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def body_code(number: int) -> str:
    """Nine-character organisation code of an eight-digit number. Source: GB 11714-1997."""
    digits = f"{number:08d}"
    rest = 11 - sum(int(d) * w for d, w in zip(digits, BODY_WEIGHTS, strict=True)) % 11
    return digits + {10: "X", 11: "0"}.get(rest, str(rest))


def check_character(first: str) -> str:
    """Last character of a unified social credit code from its first 17. Source: GB 32100-2015."""
    total = sum(ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(first))
    return ALPHABET[-total % 31]


def credit_code(prefix: str, adcode: str, number: int) -> str:
    """An 18-character code: register and class (11, 12, 13), place, body, check character."""
    first = prefix + adcode + body_code(number)
    return first + check_character(first)


def plate(letter: str, number: int, electric: bool) -> str:
    """A number plate of that city letter; distinct numbers below 230,000 give distinct plates."""
    block, serial = divmod(number, 10_000)
    mark = "ABCDEFGHJKLMNPQRSTUVWXY"[block]
    return f"宁{letter}{'D' if electric else ''}{mark}{serial:04d}"
