"""Substitutes: ranked with reasons, applied in one step, nothing lost on the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from b2bdesk.domain.substitution import split_rest
from b2bdesk.models.queries.substitutes import Substitutes
from b2bdesk.texts import speaking
from b2bdesk.texts.reasons import substitute_reason
from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.rows.carts import NewLine
from b2bdesk.usecases.substitution import REST, Choice, Substitution
from tests.support.desk import DeskFixture, Good

GOODS = (
    Good("bolt", price_e5=1_000_000, stock_e3=40_000, brand="А"),
    Good("same", price_e5=1_000_000, stock_e3=900_000, brand="А"),
    Good("dear", price_e5=1_500_000, stock_e3=900_000),
    Good("few", price_e5=900_000, stock_e3=60_000),
    Good("empty", stock_e3=0),
    Good("foreign", member=False),
    Good("old", price_e5=None, status="deleted"),
    Good("new", price_e5=500_000, stock_e3=500_000, multiple_e3=50_000, minimum_e3=50_000),
    Good("fine"),
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskFixture]:
    made = DeskFixture(tmp_path)
    made.stock_up(GOODS)
    number = {good.id: n for n, good in enumerate(GOODS, 1)}

    def link(connection: object) -> None:
        run = connection.exec_driver_sql  # type: ignore[attr-defined]
        for rank, other in enumerate(("dear", "few", "same", "empty", "foreign", "bolt")):
            run(
                'INSERT INTO link (sid, n, kind, "to", rank) VALUES (1, ?, ?, ?, ?)',
                (number["bolt"], "analogue", other, rank),
            )
        run("UPDATE item SET replaced_by = 'new' WHERE id = 'old'")
        run(
            "INSERT INTO order_line (sid, order_id, position, item_id) VALUES (9, 'o1', 1, 'few'),"
            " (9, 'o1', 2, 'few'), (9, 'o2', 1, 'few')"
        )

    made.caches.write(link)
    yield made
    made.close()


@pytest.fixture
def substitution(desk: DeskFixture) -> Substitution:
    return Substitution(desk.sessions, Substitutes(desk.store, desk.account))


@pytest.fixture
def cart_id(desk: DeskFixture) -> str:
    cart = desk.carts.active().id
    desk.carts.add_lines(
        cart,
        [
            NewLine("bolt", 100_000, comment="срочно"),
            NewLine("old", 30_000),
            NewLine("fine", 1_000),
        ],
    )
    return cart


def test_all_shortages_come_with_ranked_proposals(substitution: Substitution, cart_id: str) -> None:
    bolt, old = substitution.proposals(cart_id)
    assert (bolt.line.item_id, bolt.there_e3) == ("bolt", 40_000)
    assert [each.item_id for each in bolt.proposals] == ["same", "few", "dear"]
    reasons = {each.item_id: dict(each.reasons) for each in bolt.proposals}
    assert reasons["same"].keys() == {"analogue", "covers", "same_price", "same_brand"}
    assert reasons["few"]["bought"] == {"times": 2}
    assert reasons["few"]["partly"]["stock_e3"] == 60_000
    assert reasons["dear"]["dearer"] == {"percent_e2": 5_000}
    assert [each.item_id for each in old.proposals] == ["new"]
    assert "replacement" in dict(old.proposals[0].reasons)
    assert "other_pack" in dict(old.proposals[0].reasons)
    with speaking("ru"):
        assert substitute_reason("dearer", {"percent_e2": 5_000}) == "дороже на 50\u00a0%"


def test_replacing_and_taking_the_rest_is_one_step(
    desk: DeskFixture, substitution: Substitution, cart_id: str
) -> None:
    before = desk.carts.open(cart_id)
    first, second, _ = before.lines
    result = substitution.apply(
        cart_id, [Choice(first.line_id, "same", REST), Choice(second.line_id, "new")]
    )
    assert (result.replaced, result.added) == (1, 1)
    assert desk.carts.quantities(cart_id) == {
        "bolt": 40_000, "same": 60_000, "new": 50_000, "fine": 1_000,
    }  # fmt: skip
    lines = {line.item_id: line for line in desk.carts.open(cart_id).lines}
    assert lines["same"].comment == "срочно"
    assert lines["new"].states[0].code == "rounded"
    assert lines["new"].price_at_add_e5 == 500_000
    label = desk.carts.undo_label(cart_id)
    assert label is not None
    assert label.label == "substitute"
    desk.carts.undo(cart_id)
    assert desk.carts.open(cart_id).lines == before.lines


def test_the_rest_of_nothing_is_the_whole_line(
    desk: DeskFixture, substitution: Substitution, cart_id: str
) -> None:
    old = desk.carts.open(cart_id).lines[1]
    desk.stock_up([Good("old", stock_e3=0), Good("new")])
    substitution.apply(cart_id, [Choice(old.line_id, "new", REST)])
    assert desk.carts.quantities(cart_id)["new"] == 30_000
    assert "old" not in desk.carts.quantities(cart_id)


def test_choices_that_are_gone_change_nothing(
    desk: DeskFixture, substitution: Substitution, cart_id: str
) -> None:
    first = desk.carts.open(cart_id).lines[0]
    with pytest.raises(Expected, match="item_not_found"):
        substitution.apply(cart_id, [Choice(first.line_id, "nothing")])
    with pytest.raises(Expected, match="line_gone"):
        substitution.apply(cart_id, [Choice("x", "same")])
    assert desk.carts.quantities(cart_id)["bolt"] == 100_000


@pytest.mark.parametrize(
    ("stock", "multiple", "there"),
    [
        (40_000, 1_000, 40_000),
        (40_500, 1_000, 40_000),
        (45_000, 50_000, 0),
        (None, 0, 0),
        (-5, 0, 0),
    ],
)
def test_what_is_there_and_the_rest_make_the_whole(
    stock: int | None, multiple: int, there: int
) -> None:
    kept, rest = split_rest(100_000, stock, 0, multiple)
    assert (kept, kept + rest) == (there, 100_000)
