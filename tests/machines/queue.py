"""The queue of orders through the real driver against a portal that loses, refuses and dies.

The model knows what was sealed, what the person did, and what the portal has.
"""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path

import httpx
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from b2bdesk.domain.outbox_states import GIVEN_UP, ORDERED
from b2bdesk.trade.errors import CodedError
from tests.support.client import Client
from tests.support.fake_portal import FakePortal, Fault, order_row, problem
from tests.support.goods import fill
from tests.sync.test_outbox import seal

FAULTS = {
    "lost": lambda: Fault(lost=True),
    "cut": lambda: Fault(cut=0.5),
    "broken": lambda: Fault(cut=0.3, broken=True),
    "unreachable": lambda: Fault(unreachable=True),
    "failed": lambda: Fault(answer=problem(500, "broken")),
    "busy": lambda: Fault(answer=problem(503, "portal_busy", retry_after=7)),
    "running": lambda: Fault(answer=problem(409, "order_in_progress", retry_after=3)),
    "slow down": lambda: Fault(answer=problem(429, "too_many_attempts", retry_after=60)),
    "signed out": lambda: Fault(answer=problem(401, "session_expired")),
    "no right": lambda: Fault(answer=problem(403, "forbidden")),
}
ROUTES = ("orders", "by_client_id", "void", "feed", "portal")
ACTS = ("withdraw", "retry", "resend", "dismiss")
spots = st.integers(0, 20)
MOST = 9


class Late(FakePortal):
    """A portal that some orders reach only when nobody waits for their answers any more."""

    holding = False

    def __post_init__(self) -> None:
        super().__post_init__()
        self.late: list[httpx.Request] = []

    def handle(self, request: httpx.Request) -> httpx.Response:
        """Answer, or hold an order back."""
        if self.holding and request.method == "POST" and request.url.path.endswith("/orders"):
            self.holding = False
            self.late.append(request)
            raise httpx.ReadError("held")
        return super().handle(request)

    def arrive(self) -> None:
        """Let the oldest one arrive; what becomes of its answer concerns nobody."""
        with suppress(httpx.TransportError):
            super().handle(self.late.pop(0))


class Queue(RuleBasedStateMachine):
    """`bodies` are the sealed bytes by key."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.portal = Late()
        fill(self.portal)
        self.client = Client(Path(self._folder.name), self.portal)
        self.client.sync()
        self.bodies: dict[str, str] = {}
        self.refusing = False
        self.portal.order_hook = lambda _: problem(422, "credit_limit") if self.refusing else None

    def teardown(self) -> None:
        """The faults stop: everything comes to rest, each order at most once."""
        self.portal.faults.clear()
        self.refusing = self.portal.holding = False
        while self.portal.late:
            self.portal.arrive()
        for _ in range(12):
            self.client.time.move(3_600)
            self.synchronise()
        self.right()
        for row in self.client.outbox.rows():
            assert row.state in ("settled", *GIVEN_UP), (row.id, row.state)
            assert (row.state == "settled") == (row.id in self.portal.orders), row.state
        self.client.close()
        self._folder.cleanup()

    def _key(self, spot: int) -> str:
        return sorted(self.bodies)[spot % len(self.bodies)]

    @precondition(lambda self: len(self.bodies) < MOST)
    @rule()
    def seal(self) -> None:
        """Seal an order."""
        number = len(self.bodies) + 1
        key = seal(self.client, number, f"e{number % 5}")  # orders of a firm wait for each other
        found = self.client.outbox.command(key)
        assert found is not None
        self.bodies[key] = found.body_sha256

    @rule(route=st.sampled_from(ROUTES), kind=st.sampled_from(sorted(FAULTS)))
    def fault(self, route: str, kind: str) -> None:
        """The next request of a kind goes wrong."""
        self.portal.fail(route, FAULTS[kind]())

    @precondition(lambda self: self.bodies)
    @rule(
        kind=st.sampled_from(["late", *sorted(FAULTS)]),
        then=st.sampled_from(["", "late", "restart", *ACTS]),
    )
    def doubt(self, kind: str, then: str) -> None:
        """An order is sealed and sent, something is wrong with the answer; what is done then."""
        if len(self.bodies) < MOST:
            self.seal()
        if kind == "late":
            self.portal.holding = True
        else:
            self.portal.fail("orders", FAULTS[kind]())
        self.push()
        if then == "restart":
            self.restart()
        elif then in ACTS:
            self.person(len(self.bodies) - 1, then)
        if "late" in (kind, then) and self.portal.late:
            self.portal.arrive()
            self.right()

    @precondition(lambda self: self.portal.late)
    @rule()
    def arrive(self) -> None:
        """What was held back arrives."""
        self.portal.arrive()

    @rule(refusing=st.booleans())
    def refuse(self, refusing: bool) -> None:
        """The portal takes no orders because of its rules, or takes them again."""
        self.refusing = refusing

    @rule()
    def push(self) -> None:
        """Send what is due."""
        with suppress(CodedError):
            self.client.driver.push()

    @rule(seconds=st.sampled_from([1, 10, 700, 86_400]))
    def wait(self, seconds: int) -> None:
        """Let time pass."""
        self.client.time.move(seconds)

    @rule(wanted=st.integers(0, 2))
    def often(self, wanted: int) -> None:
        """Synchronise, not each time."""
        if wanted == 0:
            self.synchronise()

    def synchronise(self) -> None:
        """Send, and read the portal's orders back."""
        for made in self.portal.orders.values():
            if ("order", (made["id"],)) not in self.portal.rows["orders", "co1"]:
                self.portal.put("orders", "co1", "order", order_row(made))
        self.push()
        with suppress(CodedError):
            self.client.sync()
        self.client.driver.settle()

    @precondition(lambda self: self.bodies)
    @rule(spot=spots, act=st.sampled_from(ACTS))
    def person(self, spot: int, act: str) -> None:
        """Try a way out; one that is not open now changes nothing."""
        key = self._key(spot)
        before = self.client.outbox.command(key)
        try:
            getattr(self.client.driver, act)(key)
        except CodedError as error:
            now = self.client.outbox.command(key)
            assert now is not None
            assert before is not None
            if error.code == "outbox_state":
                assert now.state == before.state

    @rule()
    def restart(self) -> None:
        """The program is started again, with what it left in the middle."""
        self.client.restart()
        self.client.driver.recover()

    @invariant()
    def right(self) -> None:
        """No order but as sealed, none behind the person's back, nothing dropped."""
        rows = {row.id: row.state for row in self.client.outbox.rows()}
        assert rows.keys() == self.bodies.keys()
        assert self.portal.orders.keys() <= rows.keys()
        for key, made in self.portal.orders.items():
            assert made["body_sha256"] == self.bodies[key]
            assert rows[key] not in ("voided", "withdrawn", "dismissed"), rows[key]
        for key, state in rows.items():
            assert state not in ORDERED or key in self.portal.orders, state
