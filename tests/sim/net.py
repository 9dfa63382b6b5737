"""The network between client and model portal: each request may meet one fault of the alphabet.

Takes the place of `sync.transport.Transport`, so `sync.api`, `sync.session` and everything above
are the real ones. Faults are queued per route by the schedule and used up one by one.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from b2bdesk.sync import calls
from b2bdesk.sync.calls import MAX_ANSWER, Answer, Call
from b2bdesk.sync.transport import Transport, refusal
from b2bdesk.sync.unpack import unpacked
from b2bdesk.trade.errors import Environment
from b2bdesk.wire.codec import encode
from b2bdesk.wire.routes import NONCE_HEADER
from tests.sim.answers import Answer as Told
from tests.sim.answers import problem
from tests.sim.machine import Endless, Machine
from tests.sim.portal import Portal

if TYPE_CHECKING:
    from tests.sim.fetching import Fetching
    from tests.sim.foreign import Stranger

LATENCY, STALL, DRIP, DRIPS = 0.05, 30.0, 150.0, 5
KEPT_ALIVE = 5.0
"""Seconds after which httpx ends a connection that nobody uses."""
MOST_ASKED = 3_000
"""Requests between two events that are taken for an endless loop."""
HTML = b"<html><body>Sign in to the guest network</body></html>"
BEFORE = {
    "refuse": "network_unreachable",
    "cut_before": "network_broken",
    "tls": "network_tls",
    "redirect": "portal_missing",
    "bomb": "body_too_big",
}
STATUSES = {
    "http408": 408, "http409": 409, "http425": 425, "http429": 429, "http500": 500,
    "http502": 502, "http503": 503,
}  # fmt: skip
FOREIGN = {"proxy401": 401, "proxy403": 403, "proxy404": 404, "proxy410": 410, "proxy413": 413}
REPLACED = {
    "gateway": 504, "proxy408": 408, "blocked401": 401, "blocked403": 403, "blocked404": 404,
    "blocked410": 410,
}  # fmt: skip
FRAMED = {"gz_cut": "gzip", "gz_junk": "gzip", "zstd": "zstd", "br": "br"}
INSTEAD = {"html": HTML, "empty": b"", "lie": b"{}", "other": b'{"state": "fine", "id": "x"}'}
FILES = ("no_range", "no_if", "shifted", "kill_part")
"""What can only happen to a file of which a part is asked for."""
AFTER = (
    "lost", "timeout", "cut", "trunc", "flip", "torn", "dup", "dup_late", "repeat", "echo", "long",
    "drip", "stall", "swapped",
)  # fmt: skip
KINDS = (
    *BEFORE, *STATUSES, *FOREIGN, *REPLACED, *FRAMED, *INSTEAD, *AFTER, "late", "stale",
    "kill_sent", "kill_done", "crossed", *FILES,
)  # fmt: skip


class Network:
    """Carries requests; `faults` by route, `late` copies that arrive when the schedule says."""

    def __init__(self, portal: Portal, machine: Machine, seen: Callable[..., None]) -> None:
        self.portal = portal
        self.machine = machine
        self.seen = seen
        self.faults: dict[str, deque[tuple[str, float]]] = defaultdict(deque)
        self.late: deque[tuple[Call, str]] = deque()
        self.down = False
        self.requests = 0
        self.pages = 0
        self.per_key: dict[str, int] = defaultdict(int)
        self.during: list[tuple[int, Callable[[], None]]] = []
        self.cached: dict[tuple[str, ...], Told] = {}
        self.behind: deque[tuple[Told, str]] = deque()
        self.nonce = 0
        self.last: dict[str, tuple[Told, str]] = {}
        self.route, self.busy = "", False
        self.stranger: Stranger | None = None
        self.load: Fetching | None = None
        self.spoilt = self.misread = 0
        self.asked = 0

    def pass_time(self, seconds: float) -> None:
        """Let time pass for both ends; a connection that nobody uses is given up meanwhile.

        Where answers say which request they are for, nobody may rely on that.
        """
        self.machine.seconds += seconds
        if seconds > KEPT_ALIVE and not self.portal.nonces:
            self.behind.clear()
        self.portal.now = self.there.now = self.machine.seconds

    @property
    def there(self) -> Portal:
        """The portal that the address leads to now."""
        return self.stranger or self.portal

    def deliver_late(self) -> bool:
        """A copy that hung somewhere arrives now; its answer goes nowhere."""
        if not self.late:
            return False
        call, instance = self.late.popleft()
        answer = self.portal.handle(call, instance)
        self.seen("late", call, answer.status)
        return True

    def answer(self, call: Call, instance: str = "") -> tuple[Told, str, str]:
        """Bring one request there and back; returns the answer, what spoilt it, its nonce.

        Raises:
            Environment, Refused, Killed: as the fault has it.
        """
        if self.machine.dead:
            self.machine.die()
        self._count(call)
        queue = self.faults[call.route]
        kind, share = queue.popleft() if queue else ("", 0.0)
        if self.down:
            kind = "refuse"
        self.spoilt += bool(kind) and call.route.startswith("snapshot")
        self.seen("sent_late" if kind == "late" else kind or "ok", call, 0)
        self._meanwhile(call.route)
        self.nonce += 1
        self.pass_time(LATENCY)
        self._before(kind, call, instance)
        answer = self.there.handle(_without(kind, call), instance)
        self.seen("answer", call, answer.status)
        self._after(kind, call, instance)
        nonce = str(self.nonce) if self.there.nonces else ""
        before, self.last[call.route] = self.last.get(call.route), (answer, nonce)
        if kind == "swapped" and nonce and before is not None and before[1]:
            return before[0], "", before[1]
        if call.route not in calls.ALONE:
            # a doubled answer lies on the connection: all that follow are read one too late
            self.spoilt += bool(self.behind)
            self.misread += bool(self.behind)
            self.behind.extend([(answer, nonce)] * (2 if kind == "echo" else 1))
            answer, nonce = self.behind.popleft()
        told = answer if answer.status >= 400 else self._told(kind, call, answer, share)
        return told, kind, nonce

    def _count(self, call: Call) -> None:
        self.requests += 1
        self.asked += 1
        if self.asked > MOST_ASKED:
            raise Endless
        key = call.headers.get("Idempotency-Key") or call.values.get("client_order_id", "")
        if key:
            self.per_key[key] += 1

    def _meanwhile(self, route: str) -> None:
        """What happens while this request is under way; it may ask for something itself."""
        if self.busy:
            return  # another program's request
        due = [act for left, act in self.during if not left]
        self.during = [(left - 1, act) for left, act in self.during if left]
        self.route, self.busy = route, True
        try:
            for act in due:
                act()
        finally:
            self.busy = False

    def _before(self, kind: str, call: Call, instance: str) -> None:
        """Faults at which the portal never hears of the request, or not yet."""
        if kind in BEFORE:
            raise Environment(BEFORE[kind])
        if kind == "late":
            self.late.append((call, instance))
            self.pass_time(STALL)
            raise Environment("network_timeout")
        if kind == "kill_sent":
            self.late.append((call, instance))
            self.machine.die()
        if kind in STATUSES:
            refused = problem(STATUSES[kind], "busy", retry_after=5)
            raise refusal(refused.status, refused.body, {})
        if kind in FOREIGN:
            raise refusal(FOREIGN[kind], HTML, {})

    def _after(self, kind: str, call: Call, instance: str) -> None:
        """Faults at which the portal has done its work."""
        if kind == "dup":
            self.there.handle(call, instance)
        if kind == "dup_late":
            self.late.append((call, instance))
        if kind == "kill_done":
            self.machine.die()
        if kind == "lost":
            raise Environment("network_broken")
        if kind == "timeout":
            self.pass_time(STALL)
            raise Environment("network_timeout")
        if kind in REPLACED:
            raise refusal(REPLACED[kind], HTML, {})

    def _told(self, kind: str, call: Call, answer: Told, share: float) -> Told:
        names = (*call.values.values(), *call.query.values(), call.headers.get("Range", ""))
        name = (call.route, *names)
        before, self.cached[name] = self.cached.get(name), answer
        if not kind:
            return answer
        if call.route.startswith("snapshot"):
            if kind == "crossed":
                return self._crossed(call) or answer
        if kind == "stale" and (call.route == "feed" or call.route.startswith("snapshot")):
            return before or answer
        if kind == "shifted" and "content-range" in answer.headers:
            moved = answer.headers["content-range"].replace("bytes ", "bytes 1", 1)
            return replace(answer, body=answer.body[1:], headers={"content-range": moved})
        return replace(answer, body=self._body(kind, call, answer.body, share))

    def _crossed(self, call: Call) -> Told | None:
        """The answer about another scope of the same feed, out of a badly keyed cache."""
        others = [
            kept
            for name, kept in self.cached.items()
            if name[0] == call.route
            and name[1] == call.values["feed"]
            and call.query["scope"] not in name
        ]
        return others[-1] if others else None

    def _body(self, kind: str, call: Call, body: bytes, share: float) -> bytes:
        pages = call.route == "feed" and b'"end":true' in body  # an echo may be anything
        if kind in INSTEAD:
            return INSTEAD[kind]
        if kind in ("trunc", "cut", "kill_part", "stall"):
            return body[: int(len(body) * share)]
        if kind == "flip" and body and (pages or call.route == "snapshot_file"):
            # nothing proves the last line of pages itself
            at = int((body.rindex(b"\n", 0, -1) if pages else len(body) - 1) * share)
            return body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :]
        if kind == "torn" and pages:
            return _torn(body, share, self.there.proving)
        if kind == "repeat" and pages:
            return _repeated(body)
        return body


def _without(kind: str, call: Call) -> Call:
    """Return a request as a proxy passes it on that knows no ranges, or no conditions."""
    gone = {"no_range": ("Range", "If-Range"), "no_if": ("If-Range",)}.get(kind, ())
    kept = {name: value for name, value in call.headers.items() if name not in gone}
    return replace(call, headers=kept) if gone else call


def _torn(body: bytes, share: float, proving: bool) -> bytes:
    """Spoil a byte and cut later on, before any proof of the whole."""
    left = body[: max(int(body.rindex(b"\n", 0, -1) * share), 1)]
    at = int(len(left) * (share * 97 % 1))
    # where no page is proven, only TLS proves the part that came
    return left[:at] + bytes([left[at] ^ proving]) + left[at + 1 :]


def _repeated(body: bytes) -> bytes:
    """Send every page twice, with a proof of its own."""
    head, *pages, end = body.splitlines()
    lines = [head, *(page for each in pages for page in (each, each))]
    text = b"".join(line + b"\n" for line in lines)
    proof = json.loads(end)
    proof["sha256"] = hashlib.sha256(text).hexdigest()
    return text + encode(proof) + b"\n"


class Came:
    """An answer as the transport's own check looks at it."""

    def __init__(self, told: Told, headers: dict[str, str]) -> None:
        self.status_code, self.content = told.status, told.body
        self.headers = {**headers, **told.headers}


class Wire(Transport):
    """A transport over the network: how an answer is judged is the real one's business."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self.address = "http://127.0.0.1"
        self.received = 0
        self._heard = self._stranger = None
        self._instance = ""

    def close(self) -> None:
        """Nothing is open."""

    def start_anew(self) -> None:
        """What lies on the connection is gone with it."""
        self._network.behind.clear()

    def ask(self, call: Call) -> Answer:
        """Send a request and return the whole answer."""
        told, kind = self._carried(call)
        body = b"".join(self._came(told.body, kind))
        self.received += len(body)
        return Answer(told.status, body, {"content-type": "application/json"})

    @contextmanager
    def stream(self, call: Call, limit: int = 0) -> Iterator[tuple[Answer, Iterator[bytes]]]:
        """Open an answer whose body is read piece by piece."""
        told, kind = self._carried(call)
        self.received += len(told.body)
        self._network.pages += told.body.count(b'"table":')
        came, load = self._came(told.body, kind), self._network.load
        if load is not None and not self._network.busy:
            came = load.stepped(call, told, kind, came)
        yield Answer(told.status, b"", told.headers), came

    def _carried(self, call: Call) -> tuple[Told, str]:
        told, kind, theirs = self._network.answer(call, self._instance)
        media = "text/html" if kind == "html" else "application/json"
        headers = {"content-type": media, NONCE_HEADER: theirs}
        if told.retry_after:
            headers["retry-after"] = str(told.retry_after)
        nonce = str(self._network.nonce) if theirs else ""
        self._check(Came(told, headers), nonce)  # type: ignore[arg-type] # as much as it reads
        return told, kind

    def _pieces(self, response: Any, *_: Any) -> Iterator[bytes]:
        yield response.content

    def _came(self, body: bytes, kind: str) -> Iterator[bytes]:
        """Unpack by the real code what a proxy packed wrongly, or wait for what does not come."""
        machine = self._network.machine
        if kind in FRAMED:
            packed = gzip.compress(body, 1) if kind == "gz_cut" else body
            raw = packed[: len(packed) * 2 // 3] if kind == "gz_cut" else packed
            yield from unpacked([raw], FRAMED[kind], MAX_ANSWER)
            return
        if kind == "drip":
            size = len(body) // DRIPS + 1
            for at in range(0, len(body), size):
                self._network.pass_time(DRIP)
                yield body[at : at + size]
            return
        yield body
        if kind == "kill_part":
            machine.die()
        if kind == "stall":
            self._network.pass_time(STALL)
            raise Environment("network_timeout")
        if kind in ("cut", "long", "torn"):
            raise Environment("network_broken")


def route_of(call: Any) -> str:
    """Return a short name of what is asked."""
    names = call.values
    if call.route == "feed":
        return f"{names['feed']}/{call.query['scope']} from {call.query.get('cursor', '') or '0'}"
    if call.route.startswith("snapshot"):
        rest = call.headers.get("Range", "")
        return f"{call.route} {names['feed']}/{call.query['scope']} {rest}".strip()
    key = call.headers.get("Idempotency-Key") or names.get("client_order_id", "")
    return f"{call.route} {key}".strip()
