"""Identifiers: UUIDv7, ordered within the process whatever the clock does."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

from b2bdesk.trade.ids import Sequence, new_id, uuid7


def test_ids_are_version_7_uuids_in_order() -> None:
    ids = [uuid7() for _ in range(2000)]
    assert ids == sorted(set(ids))
    assert all(uuid.UUID(each).version == 7 for each in ids)
    assert all(uuid.UUID(each).variant == uuid.RFC_4122 for each in ids)


def test_new_ids_are_plain_and_in_order_with_the_others() -> None:
    first, second = new_id(), new_id()
    assert first < second
    assert len(first) == 32
    assert uuid.UUID(first).version == 7


def test_numbers_grow_when_the_clock_steps_back() -> None:
    sequence = Sequence()
    numbers = [sequence.next(now) for now in (1000, 1000, 999, 5, 2000)]
    assert numbers == sorted(set(numbers))
    assert numbers[-1] >> 74 == 2000


def test_threads_never_share_an_id() -> None:
    with ThreadPoolExecutor(4) as pool:
        parts = list(pool.map(lambda _: [uuid7() for _ in range(500)], range(8)))
    assert len({each for part in parts for each in part}) == 4000
