"""Rules of a cart line: marks, rounding, sums, ranks, images."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2bdesk.domain import cart as rules
from b2bdesk.domain.cart import NOTHING, Facts, Line, Sums, Terms, figures, marks, rounded_up
from b2bdesk.domain.cart_edits import moved, with_quantity
from b2bdesk.domain.check import Prices, price_code
from b2bdesk.domain.edits import (
    CartHead,
    Edit,
    LineSwap,
    applicable,
    edit_of_images,
    images,
    rank_between,
)
from b2bdesk.domain.order import (
    Combination,
    ShippingDays,
    allowed_payments,
    combination_allows,
    cut_off_of,
)
from b2bdesk.domain.outbox_states import GIVEN_UP, NEXT, TERMINAL, allowed

PIECE, PACK = "796", "778"
quantities = st.one_of(st.integers(-5_000, 2_000_000), st.sampled_from([0, 1_000, 12_000, 60_000]))
prices = st.one_of(st.none(), st.sampled_from([100_000, 200_000]))
facts = st.builds(
    Facts,
    st.just(1), st.just("A"), st.just("Болт"), st.just(""), st.just(PIECE),
    st.sampled_from([0, 1_000, 10_000]),
    st.sampled_from([0, 1, 500, 1_000, 12_000]),
    st.just("22"), prices,
    st.one_of(st.none(), quantities),
    st.booleans(),
    status=st.sampled_from(["active", "active", "ending", "deleted"]),
    in_assortment=st.sampled_from([True, True, False]),
    units=st.sampled_from([(), ((PACK, 12_000),), ((PACK, 7_000),)]),
)  # fmt: skip
lines = st.builds(
    Line,
    st.just("l"), st.just(1), st.just("i"), st.just("A"), st.just("Болт"),
    st.sampled_from([PIECE, PIECE, PACK, ""]),
    st.sampled_from([1_000, 1_000, 12_000]),
    quantities,
    st.one_of(st.none(), quantities),
    st.integers(0, 1),
    prices,
    source=st.sampled_from(["", "article", "own_code"]),
)  # fmt: skip


@given(lines, facts, prices)
def test_the_short_cut_never_hides_a_mark(line: Line, known: Facts, price: int | None) -> None:
    quick = rules._plain
    found = marks(line, known, price)
    try:
        rules._plain = lambda *_: False
        assert marks(line, known, price) == found
    finally:
        rules._plain = quick


@given(st.integers(1, 500_000), facts, st.sampled_from([1_000, 12_000, 7_000]))
def test_rounding_gives_what_can_be_ordered_and_never_less(
    wish: int, known: Facts, factor: int
) -> None:
    got = rounded_up(wish, known, factor)
    assert got >= wish
    assert rounded_up(got, known, factor) == got
    base = got * factor // 1_000
    assert base >= known.minimum_e3
    if factor == 1_000 and known.multiple_e3:
        assert base % known.multiple_e3 == 0


@given(st.lists(st.tuples(lines, facts, prices), max_size=8), st.randoms())
def test_sums_come_back_to_nothing(entries: list[tuple[Any, ...]], random: Any) -> None:
    sums = Sums(Terms("RUB", vat_included=True))
    counted = [figures(line, known, price, sums.terms) for line, known, price in entries]
    for each in counted:
        sums.add(each, blocked=True)
    random.shuffle(counted)
    for each in counted:
        sums.add(each, blocked=True, sign=-1)
    assert (sums.lines, sums.net, sums.vat, sums.gross, sums.blocked) == (0, 0, 0, 0, 0)
    assert not any(sums.by_code.values())


@given(st.lists(st.tuples(lines, st.one_of(st.none(), lines)), max_size=5))
def test_an_edit_survives_its_journal(pairs: list[tuple[Line, Line | None]]) -> None:
    head = CartHead("Ноябрь", "e", "c", "RUB")
    edit = Edit(
        "cart", "import", {"n": 2}, tuple(LineSwap(a, b) for a, b in pairs),
        (head, CartHead("Декабрь", "e", "c", "RUB", frozen=1)),
    )  # fmt: skip
    stored = json.loads(json.dumps(images(edit)))
    assert edit_of_images("cart", "import", {"n": 2}, stored) == edit
    assert edit.reversed().reversed() == edit


def test_a_journal_of_another_version_is_read() -> None:
    stored = {
        "fields": ["colour", *Line._fields[:8]],
        "lines": [[None, ["red", "a", 1, "i", "A", "Болт", PIECE, 1_000, 5_000]]],
    }
    (swap,) = edit_of_images("cart", "import", {}, stored).swaps
    assert swap.after == Line("a", 1, "i", "A", "Болт", PIECE, 1_000, 5_000)


def test_only_rows_that_are_as_left_are_undone() -> None:
    line = Line("a", 1, "i", "A", "Болт", PIECE, 1_000, 1_000)
    other = line._replace(line_id="b")
    head = CartHead("x", "e", "c", "RUB")
    edit = Edit("c", "x", {}, (LineSwap(line, None), LineSwap(other, other._replace(rank=9))))
    kept, conflicts = applicable(edit, {"a": line._replace(quantity_e3=5), "b": other}, head)
    assert conflicts == 1
    assert [swap.line_id for swap in kept.swaps] == ["b"]
    renamed = Edit("c", "rename", {}, (), (head, CartHead("y", "e", "c", "RUB")))
    kept, conflicts = applicable(renamed, {}, head)
    assert (kept, conflicts) == (renamed, 0)
    kept, conflicts = applicable(renamed, {}, CartHead("z", "e", "c", "RUB"))
    assert (kept.empty, conflicts) == (True, 1)


@given(st.lists(st.integers(1, 50), min_size=1, max_size=12), st.data())
def test_a_moved_line_stands_where_it_was_put(gaps: list[int], data: st.DataObject) -> None:
    rank, present = 0, []
    for number, gap in enumerate(gaps):
        rank += gap
        present.append(Line(str(number), rank, "i", "A", "Болт", PIECE, 1_000, 1_000))
    chosen = data.draw(st.sampled_from(present)).line_id
    position = data.draw(st.integers(1, len(present)))
    wanted = [line.line_id for line in present if line.line_id != chosen]
    wanted.insert(position - 1, chosen)
    after = {line.line_id: line for line in present}
    for swap in moved(present, chosen, position):
        assert swap.after is not None
        after[swap.line_id] = swap.after
    assert sorted(after, key=lambda each: after[each].rank) == wanted
    assert len({line.rank for line in after.values()}) == len(present)


def test_ranks_between_neighbours_run_out() -> None:
    assert rank_between(None, None) == 65_536
    assert rank_between(4, 6) == 5
    assert rank_between(4, 5) is None
    assert (rank_between(10, None) or 0) > 10
    assert (rank_between(None, 10) or 0) < 10


def test_a_typed_quantity_keeps_the_wish_only_when_it_was_rounded() -> None:
    known = Facts(1, "A", "Болт", "", PIECE, 0, 12_000, "22", 100, None)
    line = Line("l", 1, "i", "A", "Болт", PIECE, 1_000, 12_000, wish_e3=5_000, kept=1)
    rounded = with_quantity(line, 13_000, known)
    assert (rounded.quantity_e3, rounded.wish_e3, rounded.kept) == (24_000, 13_000, 0)
    exact = with_quantity(rounded, 36_000, known)
    assert (exact.quantity_e3, exact.wish_e3) == (36_000, None)
    free = with_quantity(rounded, 13_000, known, rounding=False)
    assert (free.quantity_e3, free.wish_e3) == (13_000, None)


SUPPLIERS = timezone(timedelta(hours=7))


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A time in the supplier's zone."""
    return datetime(year, month, day, hour, minute, tzinfo=SUPPLIERS)


DAYS = ShippingDays(frozenset({6, 7}), frozenset({date(2026, 11, 25)}), time(15, 0), 1)


@pytest.mark.parametrize(
    ("now", "first"),
    [
        (at(2026, 11, 23, 14, 59), date(2026, 11, 24)),
        (at(2026, 11, 23, 15, 0), date(2026, 11, 26)),
        (at(2026, 11, 24, 10, 0), date(2026, 11, 26)),
        (at(2026, 11, 27, 16, 0), date(2026, 12, 1)),
        (at(2026, 11, 28, 9, 0), date(2026, 12, 1)),
    ],
)  # fmt: skip
def test_the_first_shipping_day_knows_cut_off_weekends_and_closed_days(
    now: datetime, first: date
) -> None:
    assert DAYS.first(now) == first
    assert DAYS.days(now, 3)[0] == first
    assert all(DAYS.is_open(day) for day in DAYS.days(now, 20))


def test_a_supplier_that_never_ships_has_no_day() -> None:
    never = ShippingDays(frozenset(range(1, 8)), frozenset(), cut_off_of("x"), 1)
    assert never.first(at(2026, 11, 23)) is None
    assert cut_off_of("08:30") == time(8, 30)
    closing = frozenset(date(2026, 11, 24) + timedelta(days=n) for n in range(200))
    ends = ShippingDays(frozenset(), closing, time(15, 0), 1)
    assert ends.first(at(2026, 11, 23, 9)) is None


def test_combinations_allow_what_they_list() -> None:
    given_ones = (Combination("d1", frozenset({"a1"}), frozenset({"p1"})), Combination("pickup"))
    assert combination_allows((), "x", "y", "z")
    assert combination_allows(given_ones, "d1", "a1", "p1")
    assert not combination_allows(given_ones, "d1", "a2", "p1")
    assert not combination_allows(given_ones, "d1", "a1", "p2")
    assert combination_allows(given_ones, "pickup", "a2", "p2")
    assert not combination_allows(given_ones, "carrier", "", "")
    assert allowed_payments(given_ones, ("p1", "p2"), "d1", "a1") == ("p1",)


def test_prices_tell_since_when_they_moved() -> None:
    assert price_code(Prices(100, 100, 100, None)) == ""
    assert price_code(Prices(100, 110, 110, None)) == "price_up"
    assert price_code(Prices(100, 110, 110, 105)) == "price_down"
    assert price_code(Prices(100, None, None, None)) == "no_price"
    assert price_code(Prices(None, None, None, None)) == ""
    assert Prices(100, 110, 99, 99).moved == ((100, 110),)


def test_a_line_without_facts_counts_nothing() -> None:
    line = Line("l", 1, "", "", "X-1", PIECE, 1_000, 5_000, typed="X-1")
    assert figures(line, None, None, Terms("RUB", vat_included=True)) is NOTHING
    (mark,) = marks(line, None, None)
    assert (mark.code, mark.params) == ("not_found", {"typed": "X-1"})


def test_the_outbox_moves_as_the_protocol_says() -> None:
    assert allowed("ready", "sending")
    assert allowed("sending", "unknown")
    assert allowed("unknown", "voided")
    assert not allowed("ready", "accepted")
    assert not allowed("accepted", "ready")
    for state in set(GIVEN_UP) - {"needs_user"}:
        assert NEXT[state] == {"settled"}, "only the portal's own order brings it back"
    assert NEXT["needs_user"] == {"superseded", "dismissed", "settled"}
    reachable = {"ready"}
    while more := {new for old in reachable for new in NEXT.get(old, ())} - reachable:
        reachable |= more
    assert reachable == set(NEXT) | TERMINAL
