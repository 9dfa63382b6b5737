"""The key of an order follows from its cart: copies of a profile order it once (R12)."""

from __future__ import annotations

from b2bdesk.models.backup import restore
from b2bdesk.models.queries.committed import committed_sums
from b2bdesk.models.queries.ordered import ordered_carts
from b2bdesk.sync.mapping import Encoder
from b2bdesk.trade.lineage import part_of, split_mark
from b2bdesk.usecases.ports.outbox import Move
from b2bdesk.usecases.rows.carts import Checkout, NewLine
from b2bdesk.usecases.submit import Submit, SubmitPorts
from tests.support.desk import NOON
from tests.usecases.test_submit import Sealing, sealing  # noqa: F401


def test_two_copies_of_a_draft_are_sealed_under_one_key(sealing: Sealing) -> None:  # noqa: F811
    desk = sealing.desk
    cart_id = sealing.add(NewLine("nut", 5_000))
    copy = desk.store.backup("hourly")
    assert copy is not None
    here = sealing.submit.seal(cart_id, Checkout()).command_id
    desk.close()
    restore(desk.folder / "desk.db", copy)
    desk.reopen()
    ports = SubmitPorts(
        desk.account, sealing.portal, Encoder(), lambda: None, ordered_carts(desk.store),
        committed_sums(desk.store), lambda: NOON,
    )  # fmt: skip
    desk.carts.add_lines(cart_id, [NewLine("bolt", 100_000)])
    assert Submit(desk.sessions, ports).seal(cart_id, Checkout()).command_id == here


def test_carts_and_later_orders_of_a_cart_have_keys_of_their_own(sealing: Sealing) -> None:  # noqa: F811
    desk = sealing.desk
    keys = []
    cart_id = sealing.add(NewLine("nut", 5_000))
    for _ in range(3):
        keys.append(sealing.submit.seal(cart_id, Checkout()).command_id)
        desk.outbox.move(keys[-1], Move("withdrawn"), desk.clock())
        desk.sessions.forget(cart_id)
    other = desk.carts.create("Другая").id
    desk.carts.add_lines(other, [NewLine("nut", 5_000)])
    keys.append(sealing.submit.seal(other, Checkout()).command_id)
    assert len(set(keys)) == 4


def test_orders_that_were_lost_or_came_back_hide_nothing_from_the_portal(sealing: Sealing) -> None:  # noqa: F811
    desk, known = sealing.desk, []
    cart_id = sealing.add(NewLine("nut", 5_000))
    part = part_of(cart_id, split_mark(cart_id, "by hand", 0, ()), 1)
    for states in (
        ("sending", "accepted", "settled", "missing", "settled"),
        ("withdrawn", "settled"),
    ):
        key = sealing.submit.seal(cart_id, Checkout()).command_id
        for state in states:
            known.append(desk.sessions.store.ordered_kin(part))
            desk.outbox.move(key, Move(state), desk.clock())
        known.append(desk.sessions.store.ordered_kin(part))
        cart_id = sealing.add(NewLine("nut", 5_000))
        part = part_of(cart_id, split_mark(cart_id, "by hand", 0, ()), 1)
    assert [len(each) for each in known] == [1, 1, 1, 1, 0, 1, 1, 0, 0]
