"""Timing and the rows of the table: a value, the limit beside it, ratio, goal."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        name: `group.what` of CLI.md.
        value: what our path takes, in `unit`.
        limit: what the bare machine takes for the same in this run; None = there is none.
        goal: the greatest ratio (with a limit) or value (without) that is good enough; None =
            told, not judged.
    """

    name: str
    value: float
    unit: str
    limit: float | None = None
    goal: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Value in limits."""
        return self.value / self.limit if self.limit else None

    @property
    def ok(self) -> bool | None:
        """Whether the goal is met; None when there is none."""
        if self.goal is None:
            return None
        measured = self.ratio if self.limit else self.value
        return measured is not None and measured <= self.goal

    def as_dict(self) -> dict[str, object]:
        """The row of the JSON document."""
        return {
            "name": self.name,
            "value": round(self.value, 4),
            "unit": self.unit,
            "limit": None if self.limit is None else round(self.limit, 4),
            "ratio": None if self.ratio is None else round(self.ratio, 3),
            "goal": self.goal,
            "ok": self.ok,
            "note": self.note,
        }


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """Return the median wall time of a piece of work."""
    return statistics.median(one(work) for _ in range(times))


def one(work: Callable[[], object]) -> float:
    """Return the wall time of one run."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def p95(values: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]


def table(rows: Sequence[Row]) -> str:
    """Return the rows as text."""
    head = f"{'name':<22}{'value':>12} {'unit':<6}{'limit':>12}{'ratio':>8}{'goal':>8}  ok"
    lines = [head, "-" * len(head)]
    for row in rows:
        limit = "" if row.limit is None else f"{row.limit:.3f}"
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        goal = "" if row.goal is None else f"{row.goal:g}"
        ok = {True: "yes", False: "NO", None: ""}[row.ok]
        line = f"{row.name:<22}{row.value:>12.3f} {row.unit:<6}{limit:>12}{ratio:>8}{goal:>8}  {ok}"
        lines.append(f"{line}  {row.note}".rstrip())
    return "\n".join(lines)
