"""Prices that moved: told three-way, answered per line, kept over restarts, sent as answered."""

from __future__ import annotations

import msgspec
import pytest

from b2bdesk.models.queries.committed import committed_sums
from b2bdesk.models.queries.ordered import ordered_carts
from b2bdesk.sync.mapping import Encoder
from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.rows.carts import Checkout, NewLine
from b2bdesk.usecases.rows.repricing import PriceReview
from b2bdesk.usecases.submit import Submit, SubmitPorts
from b2bdesk.wire.orders import NewOrder
from tests.support.desk import NOON, DeskFixture, Good
from tests.usecases.test_submit import Portal, Sealing


@pytest.fixture
def sealing(desk: DeskFixture) -> Sealing:
    portal = Portal({})
    ports = SubmitPorts(
        desk.account, portal, Encoder(), lambda: None, ordered_carts(desk.store),
        committed_sums(desk.store), lambda: NOON,
    )  # fmt: skip
    return Sealing(desk, portal, Submit(desk.sessions, ports), [])


def moved(desk: DeskFixture) -> str:
    """A cart of three lines; the nut rose 3.10 → 3.50, the bolt fell 12.34 → 12.00."""
    goods = [Good("nut", 310_000), Good("bolt", 1_234_000), Good("washer", 100_000)]
    desk.stock_up(goods)
    cart_id = desk.carts.active().id
    desk.carts.add_lines(cart_id, [NewLine(each.id, 10_000) for each in goods])
    goods = [Good("nut", 350_000), Good("bolt", 1_200_000), Good("washer", 100_000)]
    desk.stock_up(goods)
    return cart_id


def told(review: PriceReview) -> list[tuple[str, int, int, int, str]]:
    return [
        (each.line.item_id, each.typed_e5, each.now_e5, each.difference_minor, each.answer)
        for each in review.moves
    ]


def sent(sealing: Sealing, cart_id: str) -> NewOrder:
    result = sealing.submit.seal(cart_id, Checkout())
    command = sealing.desk.outbox.command(result.command_id)
    assert command is not None
    return msgspec.json.decode(command.body, type=NewOrder)


def test_every_moved_line_is_told_with_its_difference_in_money(desk: DeskFixture) -> None:
    review = desk.prices.review(moved(desk))
    assert told(review) == [
        ("nut", 310_000, 350_000, 400, "open"), ("bolt", 1_234_000, 1_200_000, -340, "open"),
    ]  # fmt: skip
    assert (review.up_minor, review.down_minor, review.undecided) == (400, -340, 2)
    assert [each.percent_e2 for each in review.moves] == [1_290, -276]


def test_the_price_before_the_last_move_stands_between(desk: DeskFixture) -> None:
    cart_id = moved(desk)
    desk.caches.write(
        lambda to: to.exec_driver_sql(
            "INSERT INTO offer_change (sid, at, n, kind, old, new)"
            " VALUES (10, 1, 1, 'price', 310000, 330000), (10, 2, 1, 'price', 330000, 350000)"
        ).close()
    )
    assert [each.old_e5 for each in desk.prices.review(cart_id).moves] == [330_000, None]


def test_answers_outlive_a_restart_and_are_taken_back_one_by_one(desk: DeskFixture) -> None:
    cart_id = moved(desk)
    nut, bolt = (each.line.line_id for each in desk.prices.review(cart_id).moves)
    assert desk.prices.answer(cart_id, "keep", [nut]).answered == 1
    assert desk.prices.answer(cart_id, "later", [bolt]).answered == 1
    desk.reopen()
    assert [each.answer for each in desk.prices.review(cart_id).moves] == ["keep", "later"]
    codes = [line.states[0].code for line in desk.carts.open(cart_id).lines if line.states]
    assert codes == ["price_kept", "price_later"]
    assert desk.carts.undo(cart_id).label == "later_prices"
    assert [each.answer for each in desk.prices.review(cart_id).moves] == ["keep", "open"]
    desk.carts.undo(cart_id)
    assert desk.prices.review(cart_id).undecided == 2
    desk.carts.redo(cart_id)
    assert desk.prices.answer(cart_id, "open").answered == 1, "an answer is taken back"


def test_a_question_put_off_is_asked_again_when_the_price_moves_on(desk: DeskFixture) -> None:
    cart_id = moved(desk)
    desk.prices.answer(cart_id, "later")
    assert desk.prices.review(cart_id).undecided == 0
    desk.stock_up([Good("nut", 360_000), Good("bolt", 1_200_000)])
    assert [each.answer for each in desk.prices.review(cart_id).moves] == ["open", "later"]


def test_a_price_that_fell_is_not_kept_away(desk: DeskFixture) -> None:
    done = desk.prices.answer(moved(desk), "keep")
    assert (done.answered, done.left) == (1, 1)


def test_an_answer_goes_with_its_price(desk: DeskFixture) -> None:
    cart_id = moved(desk)
    desk.prices.answer(cart_id, "keep")
    desk.prices.accept(cart_id)
    assert desk.prices.review(cart_id).moves == ()
    desk.stock_up([Good("nut", 310_000), Good("bolt", 1_200_000)])
    (move,) = desk.prices.review(cart_id).moves
    assert (move.typed_e5, move.now_e5, move.answer) == (350_000, 310_000, "open")


def test_other_goods_on_a_line_have_no_answer(desk: DeskFixture) -> None:
    cart_id = moved(desk)
    desk.prices.answer(cart_id, "keep")
    line = desk.carts.open(cart_id).lines[0]
    desk.carts.replace_line(cart_id, line.line_id, "washer")
    assert [each.line.item_id for each in desk.prices.review(cart_id).moves] == ["bolt"]
    desk.carts.undo(cart_id)
    assert desk.prices.review(cart_id).of("keep")


def test_a_kept_price_goes_as_the_limit_and_the_check_says_so(sealing: Sealing) -> None:
    cart_id = moved(sealing.desk)
    sealing.desk.prices.answer(cart_id, "keep")
    result = sealing.submit.check(cart_id)
    problem = next(each for each in result.problems if each.code == "price_kept")
    assert (problem.blocking, problem.params["less_minor"]) == (False, 400)
    assert {each.code for each in result.changed} == {"price_kept", "price_down"}
    order = sent(sealing, cart_id)
    assert [(line.price, line.limit) for line in order.lines] == [
        ("3.10", True), ("12.00", False), ("1.00", False),
    ]  # fmt: skip
    assert order.total == "161.00", "what the buyer promised to pay at most"


def test_a_kept_price_that_came_back_goes_as_every_other(sealing: Sealing) -> None:
    cart_id = moved(sealing.desk)
    sealing.desk.prices.answer(cart_id, "keep")
    sealing.desk.stock_up([Good("nut", 300_000), Good("bolt", 1_234_000), Good("washer", 100_000)])
    assert not sealing.submit.check(cart_id).problems
    assert not any(line.limit for line in sent(sealing, cart_id).lines)


def test_the_portals_price_can_be_answered_before_the_local_data_have_it(sealing: Sealing) -> None:
    desk = sealing.desk
    goods = [Good("nut", 310_000), Good("bolt", 1_234_000)]
    desk.stock_up(goods)
    cart_id = sealing.add(NewLine("nut", 10_000), NewLine("bolt", 10_000))
    sealing.portal.prices = {"nut": 330_000, "bolt": 1_300_000}
    sealing.submit.check(cart_id, online=True)
    review = desk.prices.review(cart_id)
    assert [(each.typed_e5, each.old_e5, each.now_e5, each.portal) for each in review.moves] == [
        (310_000, 310_000, 330_000, True), (1_234_000, 1_234_000, 1_300_000, True),
    ]  # fmt: skip
    assert review.asked_at is not None
    nut, bolt = (each.line.line_id for each in review.moves)
    desk.prices.answer(cart_id, "accept", [nut])
    desk.prices.answer(cart_id, "keep", [bolt])
    again = sealing.submit.check(cart_id, online=True)
    assert [each.code for each in again.changed] == ["price_kept"], "accepted is no difference"
    desk.stock_up([Good("nut", 330_000), Good("bolt", 1_234_000)])
    assert not desk.carts.open(cart_id).lines[0].states, "the local data caught up"
    order = sent(sealing, cart_id)
    assert [(line.price, line.limit) for line in order.lines] == [("3.30", False), ("12.34", True)]


def test_an_answer_nobody_knows_is_refused(desk: DeskFixture) -> None:
    with pytest.raises(Expected, match="bad_arguments"):
        desk.prices.answer(moved(desk), "perhaps")
