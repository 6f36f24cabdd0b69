"""What a long load is doing, on stderr: one line rewritten on a terminal, plain lines elsewhere."""

import sys
import time

EVERY = {True: 0.1, False: 2.0}  # seconds between lines, on a terminal and elsewhere


class Progress:
    """Reports phases; within one, how many of how many steps, rows, rate and time left."""

    def __init__(self, stream=None):
        self.stream = stream or sys.stderr
        self.live = self.stream.isatty()
        self.phase("", 0)

    def phase(self, label: str, total: int) -> None:
        """Starts a phase of `total` steps."""
        self.label, self.total, self.done, self.rows = label, total, 0, 0
        self.began = self.shown = time.monotonic()
        if label and not self.live:
            print(label, file=self.stream, flush=True)

    def step(self, rows: int = 0, steps: int = 1) -> None:
        """Counts steps done and rows read in them."""
        self.done, self.rows = self.done + steps, self.rows + rows
        now = time.monotonic()
        if now - self.shown >= EVERY[self.live]:
            self.shown = now
            self._show(now - self.began)

    def finish(self) -> None:
        """Clears the live line."""
        if self.live:
            print("\r\033[K", end="", file=self.stream, flush=True)

    def tell(self, what: str) -> None:
        """Says what is being done, in a phase whose length is not known."""
        now = time.monotonic()
        if now - self.shown >= EVERY[self.live]:
            self.shown = now
            self._print(f"{self.label} · {what}")

    def _show(self, seconds: float) -> None:
        parts = [f"{self.label} {self.done}/{self.total}"]
        if self.rows:
            parts.append(f"{self.rows:,} 行，每秒 {self.rows / seconds:,.0f} 行")
        if self.done:
            left = seconds / self.done * (self.total - self.done)
            parts.append(f"约剩 {left:.0f} 秒")
        self._print(" · ".join(parts))

    def _print(self, line: str) -> None:
        start, end = ("\r\033[K", "") if self.live else ("", "\n")
        print(f"{start}{line}", end=end, file=self.stream, flush=True)
