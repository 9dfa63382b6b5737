"""Placing rows and totals: nothing lost, nothing too high, totals never alone."""

from hypothesis import given
from hypothesis import strategies as st

from b2bdesk.files.pdf.paginate import PagePlan, Room, plan_pages

ROOM = Room(first=300, other=600, table_head=20)
HEIGHTS = st.lists(st.floats(10, 250), max_size=80)


def used(plan: PagePlan, rows: list[float], tail: float, notes: list[float]) -> float:
    return (
        sum(rows[plan.start : plan.stop])
        + (tail if plan.tail else 0)
        + sum(notes[plan.notes_start : plan.notes_stop])
    )


@given(HEIGHTS, st.floats(50, 280), st.lists(st.just(12.0), max_size=120))
def test_everything_is_placed_once_and_fits(
    rows: list[float], tail: float, notes: list[float]
) -> None:
    plans = plan_pages(rows, tail, ROOM, notes)
    assert [i for plan in plans for i in range(plan.start, plan.stop)] == list(range(len(rows)))
    placed = [i for plan in plans for i in range(plan.notes_start, plan.notes_stop)]
    assert placed == list(range(len(notes)))
    assert sum(plan.tail for plan in plans) == 1
    for number, plan in enumerate(plans):
        room = ROOM.for_rows(number) if plan.stop > plan.start or plan.tail else ROOM.other
        assert used(plan, rows, tail, notes) <= room + 1e-6


@given(st.lists(st.floats(10, 120), min_size=3, max_size=80), st.floats(50, 280))
def test_the_tail_stands_with_rows_and_takes_none_from_a_page_it_would_empty(
    rows: list[float], tail: float
) -> None:
    plans = plan_pages(rows, tail, ROOM)
    assert plans[-1].tail
    assert all(plan.stop > plan.start for plan in plans)


def test_the_tail_moves_with_two_rows_when_it_just_does_not_fit() -> None:
    assert plan_pages([28.0] * 10, 1, ROOM) == [PagePlan(0, 8), PagePlan(8, 10, True)]
    assert plan_pages([28.0] * 10, 0, ROOM) == [PagePlan(0, 10, True)]


def test_a_document_without_rows_has_one_page() -> None:
    assert plan_pages([], 100, ROOM) == [PagePlan(0, 0, True)]
