"""Copies of a profile that order the same carts, whole and in parts (R12, I18).

Two or three desks over copies of one `desk.db`, with the real carts, splits, seals and outbox; the
supplier is a model that keeps PROTOCOL R2, R3 and R12. Nothing is synchronised between them: what
one copy ordered the others hear of only when they send. Whatever they do, no line is ordered twice
and every refusal names orders that are there.
"""

from __future__ import annotations

import logging
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from b2bdesk.domain.splitting import BRANCH, EARLY, MAKER, PLACE, STOCK
from b2bdesk.models.queries.committed import committed_sums
from b2bdesk.models.queries.ordered import ordered_carts
from b2bdesk.models.repos import carts as cart_repo
from b2bdesk.sync.clock import PortalClock
from b2bdesk.sync.mapping import Encoder
from b2bdesk.sync.outbox_run import OutboxRunner
from b2bdesk.sync.refusals import Refused
from b2bdesk.trade import lineage
from b2bdesk.trade.errors import CodedError, Environment, Expected
from b2bdesk.trade.ids import new_id
from b2bdesk.trade.quantity import Quantity
from b2bdesk.usecases import splitting
from b2bdesk.usecases.ports.quotes import QuotesPort
from b2bdesk.usecases.rows.carts import Checkout, NewLine
from b2bdesk.usecases.split_sending import send_parts
from b2bdesk.usecases.submit import Submit, SubmitPorts
from b2bdesk.wire.codec import decode, digest, encode
from b2bdesk.wire.orders import NewOrder, Order, OrderLine, VoidAnswer
from tests.support.desk import NOON, DeskFixture, Good

GOODS = (
    Good("a", 1_000_000, 20_000, brand="Б1", held=(("himki", 15_000), ("spb", 5_000))),
    Good("b", 250_000, 9_000, brand="Б2", held=(("spb", 9_000),)),
    Good("c", 77_700, 0, brand="Б1", coming=(("dmitrov", "2026-12-03", 90_000),)),
    Good("e", 999_000, 50_000, brand="Б3", held=(("dmitrov", 50_000),)),
)
WANTED = (("a", 18_000), ("b", 4_000), ("c", 5_000), ("e", 3_000))
WAYS = (PLACE, EARLY, BRANCH, MAKER, STOCK)
TOLD = {"ordered_elsewhere", "cart_ordered", "order_voided"}
DONE = ("accepted", "settled")


class Supplier:
    """What the outbox asks of a portal (`OrderCalls`): keys, voids, orders of the same goods."""

    def __init__(self) -> None:
        self.orders: dict[str, tuple[NewOrder, bytes, Order]] = {}
        self.voided: set[str] = set()
        self.lost = 0

    def authorise(self) -> None:
        """Everybody is signed in."""

    def submit(self, body: bytes, key: str) -> bytes:
        """Place an order once; the reply may be lost."""
        order = decode(body, NewOrder)
        if key in self.voided:
            raise Refused(410, "order_voided")
        if key in self.orders and self.orders[key][1] != body:
            raise Refused(422, "idempotency_conflict")
        if key not in self.orders:
            self._check(order)
            self.orders[key] = (order, body, placed(order, body, len(self.orders) + 1))
        if self.lost:
            self.lost -= 1
            raise Environment("network_broken", host="supplier")
        return encode(self.orders[key][2])

    def _check(self, order: NewOrder) -> None:
        found = [
            made.number
            for old, _, made in self.orders.values()
            if lineage.ordered_twice(order.cart, order.beside, old.cart, old.beside)
        ]
        if found:
            raise Refused(422, "cart_ordered", params={"numbers": ", ".join(found)})

    def order_by_client_id(self, key: str) -> bytes:
        """The order of a key."""
        if key in self.orders:
            return encode(self.orders[key][2])
        raise Refused(410 if key in self.voided else 404, "not_found")

    def void(self, key: str) -> bytes:
        """Make a key unusable."""
        if key in self.orders:
            return encode(VoidAnswer(state="exists", order=self.orders[key][2]))
        self.voided.add(key)
        return encode(VoidAnswer(state="voided"))

    def command(self, order_id: str, command: str, body: bytes, key: str) -> bytes:
        """No commands here."""
        raise Refused(404, "not_found")

    def ordered(self) -> Counter[str]:
        """Quantities by item over all orders, in thousandths."""
        found: Counter[str] = Counter()
        for order, _, _ in self.orders.values():
            for line in order.lines:
                found[line.item_id] += Quantity.parse(line.quantity).e3
        return found


def placed(order: NewOrder, body: bytes, number: int) -> Order:
    """The order as the supplier holds it."""
    return Order(
        id=f"o-{number}",
        client_order_id=order.client_order_id,
        number=f"{number:06d}",
        created_at=NOON.isoformat(),
        entity_id=order.entity_id,
        contract_id=order.contract_id,
        currency=order.currency,
        total=order.total,
        net=order.total,
        vat="0.00",
        lines=list[OrderLine](),
        body_sha256=digest(body),
    )


class Copy:
    """A desk over a copy of the folder, with its own outbox runner."""

    def __init__(self, folder: Path, supplier: Supplier, chance: random.Random) -> None:
        self.desk = desk = DeskFixture(folder)
        self.chance = chance
        ports = SubmitPorts(
            desk.account, _Silent(), Encoder(), lambda: None, ordered_carts(desk.store),
            committed_sums(desk.store), lambda: NOON,
        )  # fmt: skip
        self.submit = Submit(desk.sessions, ports)
        seen = _Unseen()
        self.runner = OutboxRunner(
            desk.outbox, supplier, seen, PortalClock(), chance, desk.settings
        )

    def act(self) -> str:
        """Do one thing a person may do; returns what."""
        doing = self.chance.choice(
            (self._split, self._split, self._send, self._send, self._send_parts, self._join,
             self._take_back, self._withdraw, self._push, self._push)
        )  # fmt: skip
        try:
            return f"{doing.__name__} {doing()}"
        except CodedError as error:
            return f"{doing.__name__} refused: {error.code}"

    def _drafts(self) -> list[str]:
        return [each.id for each in self.desk.repo.carts(("draft",)) if each.lines]

    def _draft(self) -> str:
        found = sorted(self._drafts())
        if not found:
            raise Expected("cart_not_found", name="")
        return self.chance.choice(found)

    def _split(self) -> str:
        cart_id, way = self._draft(), self.chance.choice(WAYS)
        done = self.desk.splitting.split(cart_id, way, lambda way, part: part.key or way)
        return f"{cart_id} {way}: {len(done.carts)}"

    def _send(self) -> str:
        return self.submit.seal(self._draft(), Checkout()).command_id

    def _send_parts(self) -> str:
        wanted = (self._draft(), self.chance.choice(WAYS), Checkout())
        sent = send_parts(
            self.desk.splitting, self.submit, wanted, lambda way, part: part.key or way
        )
        return str(len(sent))

    def _join(self) -> str:
        return self.desk.splitting.join(self._draft()).cart.id

    def _take_back(self) -> str:
        return self.desk.splitting.take_back(self._draft()).cart.id

    def _withdraw(self) -> str:
        waiting = self.desk.outbox.commands(("ready", "held", "unknown"))
        if not waiting:
            return "nothing"
        command = self.chance.choice(waiting)
        state = self.runner.withdraw(command.id)
        self.desk.sessions.forget(command.cart_id)
        return f"{command.id}: {state}"

    def _push(self) -> str:
        moved = self.runner.push(now_too=True)
        for row in self.desk.outbox.rows():
            self.desk.sessions.forget(row.cart_id)
        return str(moved)

    def rest(self) -> None:
        """Send what waits."""
        for _ in range(4):
            self._push()


class Play:
    """One seed: copies that act in turn over what was one cart."""

    def __init__(self, seed: int, folder: Path, copies: int = 2) -> None:
        self.chance = random.Random(f"{seed}/copies")
        self.supplier = Supplier()
        self.story: list[str] = []
        self.wrong: list[str] = []
        (folder / "0").mkdir()
        first = DeskFixture(folder / "0")
        first.stock_up(GOODS)
        cart = first.carts.create("Ноябрь")
        first.carts.add_lines(cart.id, [NewLine(*each) for each in WANTED])
        if self.chance.random() < 0.4:  # copied after a split
            first.splitting.split(cart.id, MAKER, lambda way, part: part.key)
        first.close()
        for number in range(1, copies):
            shutil.copytree(folder / "0", folder / str(number))
        self.copies = [
            Copy(folder / str(number), self.supplier, self.chance) for number in range(copies)
        ]

    def run(self, steps: int = 14) -> list[str]:
        """Act, come to rest; returns what went wrong."""
        try:
            for _ in range(steps):
                number = self.chance.randrange(len(self.copies))
                self.supplier.lost = int(self.chance.random() < 0.15)
                self.story.append(f"copy {number}: {self.copies[number].act()}")
                self._look()
            self.supplier.lost = 0
            for copy in self.copies:
                copy.rest()
                self._look()
            self._at_rest()
        finally:
            for copy in self.copies:
                copy.desk.close()
        return self.wrong

    def _look(self) -> None:
        ordered = self.supplier.ordered()
        twice = {item: ordered[item] for item, wanted in WANTED if ordered[item] > wanted}
        if twice and not self.wrong:
            self.wrong.append(f"I1: ordered twice: {twice}")

    def _at_rest(self) -> None:
        numbers = {made.number for _, _, made in self.supplier.orders.values()}
        for at, copy in enumerate(self.copies):
            for row in copy.desk.outbox.rows():
                if row.state in (*DONE, "withdrawn", "voided", "superseded"):
                    continue
                if row.state != "needs_user" or row.reason not in TOLD:
                    self.wrong.append(f"I15: copy {at}: {row.id} is {row.state} ({row.reason})")
                elif len(self.copies) == 1:
                    self.wrong.append(f"I2: the only copy was refused: {row.reason}")
                told = str(row.params.get("numbers", row.params.get("number", "")))
                if not set(told.split(", ")) <= numbers:
                    self.wrong.append(f"I2: copy {at}: told of {told}, there are {numbers}")
            self._nothing_vanished(at, copy)

    def _nothing_vanished(self, at: int, copy: Copy) -> None:
        """What is not ordered is still in a draft of every copy."""
        held = self.supplier.ordered()
        for cart_id in copy._drafts():
            for line in copy.desk.repo.lines(cart_id):
                held[line.item_id] += line.quantity_e3
        missing = [item for item, wanted in WANTED if held[item] < wanted]
        if missing:
            self.wrong.append(f"I2: copy {at}: {missing} neither ordered nor in a draft")


class _Silent(QuotesPort):
    """Nobody quotes."""

    def quote(self, *asked: Any) -> Any:
        """The portal cannot be asked."""
        raise Environment("network_unreachable", host="supplier")


class _Unseen:
    """No orders came by the feed."""

    def by_client_id(self, client_order_id: str) -> tuple[str, str] | None:
        """None."""
        return None


def _random_ids(cart_id: str, plan: Any, known: Callable[..., bool]) -> dict[str, tuple[str, str]]:
    return {part.key: (new_id(), f".{new_id()}") for part in plan.parts}


def _all_sealed(repo: Any, cart_id: str) -> tuple[str, ...]:
    with repo._store.reading() as connection:
        found = connection.exec_driver_sql("SELECT DISTINCT cart_id FROM outbox").scalars()
        return tuple(each for each in found if lineage.same_goods(cart_id, each))


MUTANTS: dict[str, tuple[Any, str, Any]] = {
    "parts have ids of their own": (splitting, "part_ids", _random_ids),
    "kin are not compared": (lineage, "same_goods", lambda one, other: False),
    "parts of a split are the same goods": (
        lineage, "same_goods", lambda one, other: one.split(".")[0] == other.split(".")[0],
    ),
    "what was taken back counts as known": (
        cart_repo.Carts, "ordered_kin", _all_sealed,
    ),
    "nothing is known of own orders": (cart_repo.Carts, "ordered_kin", lambda self, cart_id: ()),
}  # fmt: skip


@contextmanager
def switched_on(name: str) -> Iterator[None]:
    """Run with one of the bugs above."""
    owner, attribute, wrong = MUTANTS[name]
    with patch.object(owner, attribute, wrong):
        yield


def play(seed: int, folder: Path) -> list[str]:
    """Play a seed: every fourth with one copy alone, where nothing may be refused."""
    return Play(seed, folder, 1 if seed % 4 == 3 else 2 + (seed % 5 == 4)).run()


def run(first: int, count: int) -> list[str]:
    """Play a range of seeds; returns what went wrong."""
    logging.disable(logging.CRITICAL)
    wrong = []
    try:
        for seed in range(first, first + count):
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
                found = play(seed, Path(folder))
            wrong += [f"seed {seed}: {found}"] if found else []
    finally:
        logging.disable(logging.NOTSET)
    return wrong
