"""Carts as a buyer uses them: typed quantities, packs, states, totals, bulk adds, the bin."""

from datetime import timedelta

import pytest

from b2bdesk.models.queries.carts import CartFacts
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.unit import short
from b2bdesk.usecases.cart_sessions import CartSessions
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.rows.carts import LineRow, NewLine
from tests.support.desk import NOON, PACK, TODAY, Clock, DeskFixture, Good


def codes(row: LineRow) -> list[str]:
    return [state.code for state in row.states]


def added(desk: DeskFixture, *lines: NewLine) -> str:
    cart = desk.carts.active()
    desk.carts.add_lines(cart.id, lines)
    return cart.id


def only_line(desk: DeskFixture, cart_id: str) -> LineRow:
    (line,) = desk.carts.open(cart_id).lines
    return line


def test_the_active_cart_is_made_on_demand_and_kept(desk: DeskFixture) -> None:
    cart = desk.carts.active()
    assert cart.name == "Корзина 1"
    assert desk.carts.active().id == cart.id
    desk.reopen()
    assert desk.carts.active().id == cart.id


def test_a_typed_quantity_makes_a_line_with_price_stock_and_sums(desk: DeskFixture) -> None:
    edit = desk.carts.order_item("bolt", 100_000)
    assert edit.line is not None
    assert (edit.line.quantity_e3, edit.line.price_e5) == (100_000, 1_234_000)
    assert edit.line.gross_minor == 123_400
    assert edit.totals.gross_minor == 123_400
    assert edit.totals.net_minor + edit.totals.vat_minor == edit.totals.gross_minor
    assert edit.totals.weight_g == 10_000
    assert edit.changes.touches("carts", f"cart:{edit.cart_id}")


def test_typing_again_edits_the_same_line_and_zero_removes_it(desk: DeskFixture) -> None:
    desk.carts.order_item("nut", 5_000)
    edit = desk.carts.order_item("nut", 7_000)
    assert desk.carts.quantities(edit.cart_id) == {"nut": 7_000}
    gone = desk.carts.order_item("nut", 0)
    assert gone.line is None
    assert desk.carts.open(edit.cart_id).lines == ()


def test_rounding_to_the_multiple_is_shown_and_can_be_taken_back(desk: DeskFixture) -> None:
    cart_id = added(desk, NewLine("bolt", 55_000))
    line = only_line(desk, cart_id)
    assert line.quantity_e3 == 100_000
    (state,) = line.states
    assert (state.code, state.params["typed_e3"]) == ("rounded", 55_000)
    kept = desk.carts.keep_as_typed(cart_id, line.line_id).line
    assert kept is not None
    assert kept.quantity_e3 == 55_000
    assert codes(kept) == ["off_multiple"]
    assert kept.states[0].params["up_e3"] == 100_000


def test_states_tell_what_is_wrong_with_a_line(desk: DeskFixture) -> None:
    cart_id = added(
        desk,
        NewLine("nut", 55_000),
        NewLine("secret", 1_000),
        NewLine("unpriced", 1_000),
        NewLine("gone", 1_000),
        NewLine("", 3_000, typed="АБ-77"),
    )
    sheet = desk.carts.open(cart_id)
    assert [codes(line) for line in sheet.lines] == [
        ["short"],
        ["out_of_assortment"],
        ["no_price"],
        ["discontinued"],
        ["not_found"],
    ]
    assert sheet.totals.blocked == 4
    assert sheet.lines[4].name == "АБ-77"
    assert sheet.lines[0].states[0].params["stock_e3"] == 40_000


def test_a_price_that_moved_is_shown_beside_the_one_at_add(desk: DeskFixture) -> None:
    cart_id = added(desk, NewLine("nut", 10_000))
    desk.stock_up([Good("nut", price_e5=400_000, stock_e3=None)])
    line = only_line(desk, cart_id)
    assert (line.price_at_add_e5, line.price_e5) == (310_000, 400_000)
    assert codes(line) == ["price_up"]
    assert desk.carts.open(cart_id).totals.gross_minor == 4_000


def test_a_vanished_item_stays_as_a_line_that_says_so(desk: DeskFixture) -> None:
    cart_id = added(desk, NewLine("nut", 10_000))
    desk.stock_up([Good("bolt")])
    line = only_line(desk, cart_id)
    assert codes(line) == ["not_found"]
    assert line.article == "АРТ-nut"
    assert line.gross_minor == 0


def test_quantity_breaks_price_the_whole_line(desk: DeskFixture) -> None:
    cart_id = added(desk, NewLine("wire", 99_000))
    line = only_line(desk, cart_id)
    assert line.price_e5 == 2_000_000
    for quantity, price in ((100_000, 1_800_000), (500_000, 1_500_000), (1_000, 2_000_000)):
        edit = desk.carts.set_quantity(cart_id, line.line_id, quantity)
        assert edit.line is not None
        assert edit.line.price_e5 == price


def test_packs_count_in_base_units(desk: DeskFixture) -> None:
    cart_id = added(desk, NewLine("tape", 2_000, PACK))
    line = only_line(desk, cart_id)
    assert (line.quantity_e3, line.base_e3) == (2_000, 20_000)
    assert line.gross_minor == 20 * 5_000
    edit = desk.carts.set_quantity(cart_id, line.line_id, 2_000, "796")
    assert edit.line is not None
    assert edit.line.base_e3 == 2_000


def test_a_unit_the_item_is_not_sold_in_blocks_instead_of_guessing(desk: DeskFixture) -> None:
    cart_id = added(desk, NewLine("nut", 2_000, PACK))
    assert codes(only_line(desk, cart_id)) == ["foreign_unit"]


def test_equal_lines_are_summed_and_said(desk: DeskFixture) -> None:
    cart = desk.carts.active()
    result = desk.carts.add_lines(
        cart.id, [NewLine("nut", 1_000), NewLine("nut", 2_000), NewLine("tape", 1_000, PACK)]
    )
    assert (result.added, result.summed) == (2, 1)
    again = desk.carts.add_lines(cart.id, [NewLine("nut", 4_000), NewLine("tape", 1_000)])
    assert (again.added, again.summed) == (1, 1)
    assert desk.carts.quantities(cart.id) == {"nut": 7_000, "tape": 11_000}
    kept = desk.carts.add_lines(cart.id, [NewLine("nut", 1_000)], mode="keep")
    assert (kept.added, kept.summed) == (1, 0)
    doubled = [line for line in desk.carts.open(cart.id).lines if line.item_id == "nut"]
    assert ["duplicate" in codes(line) for line in doubled] == [True, True]


def test_sums_round_what_was_asked_for_and_not_what_was_rounded(desk: DeskFixture) -> None:
    cart_id = added(desk, NewLine("bolt", 30_000))
    desk.carts.add_lines(cart_id, [NewLine("bolt", 15_000)])
    assert only_line(desk, cart_id).quantity_e3 == 50_000


def test_an_unknown_line_becomes_the_item_one_chooses(desk: DeskFixture) -> None:
    cart_id = added(desk, NewLine("", 3_000, typed="гайка"))
    line = only_line(desk, cart_id)
    chosen = desk.carts.replace_line(cart_id, line.line_id, "nut").line
    assert chosen is not None
    assert (chosen.item_id, chosen.quantity_e3, chosen.typed) == ("nut", 3_000, "гайка")
    assert chosen.gross_minor == 930
    with pytest.raises(Expected, match="item_not_found"):
        desk.carts.replace_line(cart_id, line.line_id, "nothing")


def test_lines_keep_the_buyers_order(desk: DeskFixture) -> None:
    cart_id = added(desk, *(NewLine(item, 50_000) for item in ("bolt", "nut", "tape", "wire")))
    lines = desk.carts.open(cart_id).lines
    desk.carts.move(cart_id, lines[3].line_id, 1)
    desk.carts.move(cart_id, lines[0].line_id, 3)
    order = [line.item_id for line in desk.carts.open(cart_id).lines]
    assert order == ["wire", "nut", "bolt", "tape"]
    assert [line.position for line in desk.carts.open(cart_id).lines] == [1, 2, 3, 4]
    for _ in range(40):
        last = desk.carts.open(cart_id).lines[-1]
        desk.carts.move(cart_id, last.line_id, 2)
    desk.reopen()
    assert len({line.item_id for line in desk.carts.open(cart_id).lines}) == 4


def test_ten_thousand_lines_are_one_step_and_few_queries(desk: DeskFixture) -> None:
    goods = [Good(f"i{n}") for n in range(10_000)]
    desk.stock_up(goods)
    cart = desk.carts.active()
    desk.carts.open(cart.id)
    reads: list[str] = []
    with desk.store.reading() as connection:
        raw = connection.connection.driver_connection
    raw.set_trace_callback(reads.append)  # type: ignore[union-attr]
    result = desk.carts.add_lines(cart.id, [NewLine(each.id, 1_000) for each in goods])
    raw.set_trace_callback(None)  # type: ignore[union-attr]
    assert result.added == 10_000
    assert len([each for each in reads if each.startswith("SELECT")]) < 15
    assert desk.carts.open(cart.id).totals.gross_minor == 10_000 * 1_000
    desk.carts.undo(cart.id)
    assert desk.carts.open(cart.id).lines == ()


def test_one_edit_touches_one_line_whatever_the_size(desk: DeskFixture) -> None:
    goods = [Good(f"i{n}") for n in range(3_000)]
    desk.stock_up(goods)
    cart = desk.carts.active()
    desk.carts.add_lines(cart.id, [NewLine(each.id, 1_000) for each in goods])
    line = desk.carts.open(cart.id).lines[1_500]
    statements: list[str] = []
    desk.store.bare(lambda raw: raw.set_trace_callback(statements.append))
    edit = desk.carts.set_quantity(cart.id, line.line_id, 9_000)
    desk.store.bare(lambda raw: raw.set_trace_callback(None))
    assert edit.totals.gross_minor == 3_008 * 1_000
    assert edit.changes.ids == {line.line_id}
    assert len(statements) < 12
    assert not [each for each in statements if each.startswith("SELECT") and "cart_line" in each]


def test_a_cart_threshold_reprices_all_lines_when_crossed(desk: DeskFixture) -> None:
    terms = (
        '{"currency": "RUB", "price_types": ["pt"], "rules": [{"id": "r", "kind":'
        ' "cart_threshold", "on": {"kind": "all"}, "value": {"sum": "1000.00", "percent": "10"}}]}'
    )
    desk.stock_up([Good("a", price_e5=10_000_000), Good("b", price_e5=1_000_000)], terms)
    cart_id = added(desk, NewLine("a", 9_000), NewLine("b", 9_000))
    sheet = desk.carts.open(cart_id)
    assert sheet.totals.gross_minor == 99_000
    edit = desk.carts.set_quantity(cart_id, sheet.lines[1].line_id, 10_000)
    assert edit.totals.gross_minor == 90_000
    assert [line.price_e5 for line in desk.carts.open(cart_id).lines] == [9_000_000, 900_000]
    back = desk.carts.set_quantity(cart_id, sheet.lines[1].line_id, 1_000)
    assert back.totals.gross_minor == 91_000


def test_a_deleted_cart_lies_in_the_bin_for_thirty_days(desk: DeskFixture) -> None:
    cart_id = added(desk, NewLine("nut", 1_000))
    desk.carts.delete(cart_id)
    assert desk.carts.list() == ()
    assert [row.id for row in desk.carts.recycled()] == [cart_id]
    desk.carts.restore(cart_id)
    assert desk.carts.open(cart_id).totals.lines == 1
    desk.carts.delete(cart_id)
    clock = desk.clock
    assert isinstance(clock, Clock)
    clock.at = NOON + timedelta(days=31)
    desk.sessions.time_is_sure = lambda: False
    assert [row.id for row in desk.carts.recycled()] == [cart_id], "the clock may be years ahead"
    desk.sessions.time_is_sure = lambda: True
    assert desk.carts.recycled() == ()
    with pytest.raises(Expected, match="cart_not_found"):
        desk.carts.open(cart_id)


def test_a_frozen_cart_refuses_edits_until_it_is_thawed(desk: DeskFixture) -> None:
    cart_id = added(desk, NewLine("nut", 1_000))
    desk.carts.freeze(cart_id)
    with pytest.raises(Expected, match="cart_frozen"):
        desk.carts.add_lines(cart_id, [NewLine("nut", 1_000)])
    desk.carts.freeze(cart_id, False)
    desk.carts.add_lines(cart_id, [NewLine("nut", 1_000)])
    assert desk.carts.quantities(cart_id) == {"nut": 2_000}


def test_a_failed_save_leaves_the_cart_as_it_was(
    desk: DeskFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    cart_id = added(desk, NewLine("nut", 1_000))
    line = only_line(desk, cart_id)

    def refuse(*_: object) -> None:
        raise OSError("no")

    with monkeypatch.context() as patch:
        patch.setattr(desk.repo, "commit", refuse)
        with pytest.raises(OSError, match="no"):
            desk.carts.set_quantity(cart_id, line.line_id, 9_000)
    assert only_line(desk, cart_id).quantity_e3 == 1_000


def test_the_list_shows_sums_names_and_the_active_one(desk: DeskFixture) -> None:
    first = added(desk, NewLine("nut", 2_000))
    second = desk.carts.create("Ноябрь")
    rows = {row.id: row for row in desk.carts.list()}
    assert rows[first].gross_minor == 620
    assert rows[first].entity_name == "ООО «Ромашка»"
    assert (rows[first].active, rows[second.id].active) == (False, True)
    desk.carts.activate(first)
    assert desk.carts.active().id == first
    assert desk.carts.find("ноябрь") is not None


def test_own_quantity_and_own_threshold_are_no_change_of_price(desk: DeskFixture) -> None:
    cart_id = added(desk, NewLine("wire", 99_000))
    line = only_line(desk, cart_id)
    cheaper = desk.carts.set_quantity(cart_id, line.line_id, 600_000).line
    assert cheaper is not None
    assert (cheaper.price_e5, cheaper.price_at_add_e5, codes(cheaper)) == (1_500_000, 1_500_000, [])
    desk.stock_up([Good("wire", price_e5=2_200_000, breaks=((500_000, 1_600_000),))])
    assert codes(only_line(desk, cart_id)) == ["price_up"]
    more = desk.carts.set_quantity(cart_id, line.line_id, 700_000).line
    assert more is not None
    assert codes(more) == ["price_up"]


def test_the_cart_tells_when_it_was_saved(desk: DeskFixture) -> None:
    cart_id = added(desk, NewLine("nut", 1_000))
    before = desk.carts.open(cart_id).cart.changed_at
    desk.carts.set_quantity(cart_id, only_line(desk, cart_id).line_id, 2_000)
    after = desk.carts.open(cart_id).cart.changed_at
    assert after > before
    assert desk.carts.list()[0].changed_at == after


def test_news_of_the_outbox_do_not_rebuild_open_carts(desk: DeskFixture) -> None:
    cart_id = added(desk, NewLine("nut", 1_000))
    before = desk.sessions.open(cart_id)
    desk.news.publish(ChangeSet.of("outbox"))
    assert desk.sessions.open(cart_id) is before


def test_units_follow_the_language(desk: DeskFixture) -> None:
    spoken = ["ru"]
    desk.sessions = CartSessions(
        desk.repo,
        CartFacts(desk.store, desk.account, lambda: TODAY),
        desk.news,
        desk.clock,
        lambda okei: short(okei, spoken[0]),
    )
    cart_id = added(desk, NewLine("nut", 1_000))
    assert desk.sessions.open(cart_id).rows()[0].unit == "шт"
    spoken[0] = "en"
    assert desk.sessions.open(cart_id).rows()[0].unit == "pcs"


def test_breaks_are_read_when_a_quantity_reaches_them_and_then_priced_as_afresh(
    desk: DeskFixture,
) -> None:
    wires = [f"wire{n}" for n in range(12)]
    rows = ((20_000, 1_600_000), (100_000, 1_500_000))
    desk.stock_up([Good(each, price_e5=2_200_000, breaks=rows) for each in wires])
    cart_id = added(desk, *(NewLine(each, 10_000) for each in wires))
    desk.sessions.forget(cart_id)
    lines = desk.carts.open(cart_id).lines
    assert {line.price_e5 for line in lines} == {2_200_000}
    wanted = [19_000, 20_000, 99_000, 100_000, 1_000, *range(30_000, 37_000, 1_000)]
    for line, quantity in zip(lines, wanted, strict=True):
        desk.carts.set_quantity(cart_id, line.line_id, quantity)
    kept = [(line.price_e5, line.gross_minor) for line in desk.carts.open(cart_id).lines]
    assert [price for price, _ in kept[:5]] == [
        2_200_000, 1_600_000, 1_600_000, 1_500_000, 2_200_000,
    ]  # fmt: skip
    desk.sessions.forget(cart_id)
    assert [(line.price_e5, line.gross_minor) for line in desk.carts.open(cart_id).lines] == kept


def test_new_prices_are_accepted_by_line_or_all_at_once_and_taken_back(desk: DeskFixture) -> None:
    cart_id = added(desk, NewLine("bolt", 100_000), NewLine("nut", 5_000), NewLine("wire", 1_000))
    goods = (("bolt", 1_500_000), ("nut", 1), ("wire", None))
    desk.stock_up([Good(item, price_e5=price) for item, price in goods])
    moved = {"price_up", "price_down"}

    def marked() -> list[bool]:
        return [bool(moved & set(codes(line))) for line in desk.carts.open(cart_id).lines]

    lines = desk.carts.open(cart_id).lines
    assert marked() == [True, True, False], "a price that is gone is no price to accept"
    desk.prices.accept(cart_id, [lines[1].line_id])
    assert marked() == [True, False, False]
    desk.prices.accept(cart_id)
    assert marked() == [False, False, False]
    assert desk.carts.open(cart_id).lines[0].price_at_add_e5 == 1_500_000
    assert not desk.prices.accept(cart_id).kinds, "nothing is left to accept"
    desk.carts.undo(cart_id)
    assert marked() == [True, False, False]
    assert desk.carts.open(cart_id).lines[2].price_at_add_e5 == 2_000_000
