"""What a whole load brings until it breaks off, and what is asked for again after that (I23).

Pages and parts of files are counted as the running program is given them; whatever a schedule
wants to happen at one of them happens here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from b2bdesk.trade.errors import Environment
from b2bdesk.usecases.ports.cache import ScopeId
from tests.sim.portal import read_cursor

if TYPE_CHECKING:
    from tests.sim.answers import Answer
    from tests.sim.world import World

LOAD, PARKED, BEGUN = "load", "parked", "begun file"
"""Second names of cells about loads: broken off there, what was kept of pages, of a file."""
PARTS, DEEPEST = 4, 5
SUM = b'"sha256":'
HELD = 3
"""Pages that wait in memory no longer, so that they are kept when a load breaks off."""


@dataclass
class Coming:
    """A body of rows, or a file from a byte on, as far as the program was given it."""

    scope: ScopeId
    known: str
    rows: bool
    plain: bool
    size: int = 0
    total: int = 0
    lines: list[bytes] = field(default_factory=list)

    @property
    def cursor(self) -> str:
        """The cursor after the last page that what followed has proven, and that was taken."""
        head, *given = self.lines or [b""]
        named = f'"feed":"{self.scope.feed}"'.encode(), f'"scope":"{self.scope.key}"'.encode()
        if self.lines and not all(each in head for each in named):
            return ""  # the answer to something else
        return str(json.loads(given[-2])["cursor"]) if len(given) > 1 else self.known

    @property
    def held(self) -> bool:
        """Whether so much has come that it is kept."""
        return bool(self.known) or len(self.lines) > HELD + 1


class Fetching:
    """Looks on while scopes come whole."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._steps: list[tuple[int, Callable[[str], None]]] = []
        self._since: set[str] = set()
        self._whole: set[ScopeId] = set()
        self._pages: dict[ScopeId, int] = {}
        self._coming: Coming | None = None
        self._kept: tuple[Coming, object] | None = None
        self._part: Coming | None = None
        self._asked = False
        self.lost = self.spoilt = False

    # a load ------------------------------------------------------------------------------------

    def begin(self, steps: Iterable[tuple[int, Callable[[str], None]]]) -> None:
        """A load begins, and things are to happen at the n-th page or part from now."""
        self._steps, self._coming, self.lost = list(steps), None, False

    def over(self, broken: bool) -> None:
        """It is over; where it broke off alive, what came has been kept."""
        came = self._coming
        self._steps, self._coming = [], None
        if self._kept and self._kept[1] is None:
            self._kept = None  # it did not go on in the same run
        if came is None or not came.plain or not broken or self.lost:
            return
        if not came.rows and 0 < came.size < came.total:
            self._part = came
            self._since.clear()
        elif came.rows and self._proven(came) and came.held:
            self._kept = (came, self._world.disk.parked)
            self._since.clear()

    def _proven(self, came: Coming) -> bool:
        ended = b'"end":true' in (came.lines or [b""])[-1]
        return self._world.portal.proving and came.scope in self._whole and not ended

    def gap(self) -> None:
        """The line breaks, and is there again."""
        came = self._coming
        if came and came.rows and came.plain and self._proven(came):
            self._kept = (came, None)

    def stepped(self, call: Any, told: Answer, kind: str, came: Iterator[bytes]) -> Iterator[bytes]:
        """Give a body away line by line, a file in parts; what waits for one happens before it."""
        scope = ScopeId(call.values["feed"], call.query["scope"])
        rows = call.route == "feed"
        known = call.query.get("cursor", "") if rows else call.values["sha256"]
        start = 0 if rows or told.status != 206 else _start(call)
        total = start + len(told.body)
        self._coming = now = Coming(scope, known, rows, not kind, start, total)
        for piece in came:
            for part in piece.splitlines(keepends=True) if rows else _parts(piece):
                given = min(self._pages.get(scope, 0), DEEPEST)
                self._step(f"page {given}" if rows else f"part {PARTS * now.size // total}")
                if self.spoilt:
                    self.spoilt = False
                    spoilt = self._spoil(part)
                    # a page that tells no sum proves nothing, nor do those after it
                    self.lost |= rows and SUM not in spoilt
                    yield spoilt
                    raise Environment("network_broken")
                yield part
                if rows:
                    now.lines.append(part)
                    self._pages[scope] = self._pages.get(scope, 0) + (b'"table":' in part)
                else:
                    now.size += len(part)

    def _spoil(self, part: bytes) -> bytes:
        """Change a byte of a line; where no page is proven only TLS proves it."""
        at = len(part) * (len(self._pages) + sum(self._pages.values())) // 40 % len(part)
        return part[:at] + bytes([part[at] ^ self._world.portal.proving]) + part[at + 1 :]

    def _step(self, place: str) -> None:
        due = [act for left, act in self._steps if not left]
        self._steps = [(left - 1, act) for left, act in self._steps if left]
        for act in due:
            act(place)

    # what is asked for -------------------------------------------------------------------------

    def asks(self, call: Any) -> None:
        """The program asks for something: not for what it was given, and could keep."""
        if call.route == "feed":
            self._asks_rows(
                ScopeId(call.values["feed"], call.query["scope"]), call.query.get("cursor", "")
            )
        elif call.route == "snapshot_file" and self._part is not None:
            part, start = self._part, _start(call)
            if part.scope == (call.values["feed"], call.query["scope"]):
                same = part.known == call.values["sha256"]
                if same and start < part.size:
                    self._again(part, f"byte {start}", f"{part.size} bytes")
                self._part = None
                self._count(BEGUN, "on" if same else "anew")

    def _asks_rows(self, scope: ScopeId, cursor: str) -> None:
        cache = self._world.disk.cache
        self._asked = False
        if not cursor:
            self._whole.add(scope)
            self._pages[scope] = 0
        elif scope in cache and cache[scope][0].cursor == cursor:
            self._whole.discard(scope)
        if self._kept is None or self._kept[0].scope != scope:
            return
        came, token = self._kept
        theirs, ours = read_cursor(cursor), read_cursor(came.cursor)
        if cursor and (theirs[0], theirs[2]) != (ours[0], ours[2]):
            return  # changes of what is in the cache
        self._kept = None
        if theirs[1] < ours[1]:
            self._again(came, cursor or "its beginning", f"what is up to {came.cursor}")
        self._asked = token is not None

    def _again(self, came: Coming, start: str, known: str) -> None:
        words = f"{came.scope} is asked for from {start} again, {known} came"
        self._world.watch.violated("I23", words)

    def answered(self, call: Any, status: int) -> None:
        """The portal lets a load go on, or begin anew."""
        if call.route == "feed" and self._asked and status in (200, 410):
            self._asked = False
            self._count(PARKED, "on" if status == 200 else "anew")

    # between -----------------------------------------------------------------------------------

    def happens(self, do: str) -> None:
        """Something happens while a begun load waits; what another took of it is gone."""
        token = self._kept[1] if self._kept else None
        if token is not None and token is not self._world.disk.parked:
            self._kept = None
        if self._kept or self._part:
            self._since.add(do)

    def forget(self) -> None:
        """Another program was at it."""
        self._kept = self._part = None
        self.lost = True

    def _count(self, what: str, outcome: str) -> None:
        for do in sorted(self._since):
            self._world.coverage[do, what, outcome] += 1
        self._since.clear()


def _parts(piece: bytes) -> Iterator[bytes]:
    size = len(piece) // PARTS + 1
    for at in range(0, len(piece), size):
        yield piece[at : at + size]


def _start(call: Any) -> int:
    told = str(call.headers.get("Range", "bytes=0-"))
    return int(told.removeprefix("bytes=").rstrip("-"))
