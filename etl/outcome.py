"""What a load did."""

from dataclasses import dataclass, field


@dataclass
class Outcome:
    """What a load did: the id published (None when there was nothing new) and each file's fate."""

    snapshot: str | None = None
    added: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    sources: list[dict] = field(default_factory=list)
    """The rows of dim_source of the files that were added."""
    redacted: list[str] = field(default_factory=list)
    """What was not kept of the originals, because it names a person."""
    no_roster: bool = False
    """Whether no institution is known at all, so that no row that names one can be accepted."""
    healed: str = ""
    """What damage was mended before the load, "" when there was none."""
