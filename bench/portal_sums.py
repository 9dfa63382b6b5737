"""What one changed price costs a portal to tell: flat, however large the scope."""

from __future__ import annotations

import statistics
import time
from collections import deque
from pathlib import Path
from typing import Any

import msgspec

from b2bdesk.portal.feeds.handlers import feed
from b2bdesk.portal.http.call import Call
from b2bdesk.portal.pricing import store as pricing
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.storage.create import create_storage
from b2bdesk.portal.storage.work import Storage
from b2bdesk.wire.feeds import End
from b2bdesk.wire.routes import BY_NAME
from bench.measure import Row
from tests.support import world

SMALL, LARGE, TURNS = 150_000, 1_000_000, 25
# the world of the tests has the first few
FIRST, STEP = 1_000, 50_000


def rows(folder: Path) -> list[Row]:
    """CPU of writing one price and of the pull after it, a large scope beside a small one."""
    small, large = (_cost(folder / f"{size}.db", size) for size in (SMALL, LARGE))
    note = f"{LARGE:,} rows beside {SMALL:,}"
    return [
        Row("portal.change.written", large[0], "ms", small[0], goal=1.5, note=note),
        Row("portal.change.told", large[1], "ms", small[1], goal=1.5, note=note),
    ]


def _cost(file: Path, size: int) -> tuple[float, float]:
    storage = create_storage(str(file))
    try:
        world.build(storage)
        with storage.writing() as work:
            for at in range(FIRST, size, STEP):
                some = [("opt", n, 0, 1_000 + n) for n in range(at, min(at + STEP, size))]
                pricing.put_prices(SYSTEM, work, some, fresh=True)
        cursor = _pulled(storage, "")
        spent = []
        for turn in range(TURNS):
            began = time.process_time()
            with storage.writing() as work:
                pricing.put_prices(SYSTEM, work, [("opt", FIRST + turn * 7, 0, 5 + turn)])
            written = time.process_time()
            cursor = _pulled(storage, cursor)
            spent.append((written - began, time.process_time() - written))
    finally:
        storage.close()
    written_ms, told_ms = (statistics.median(each) * 1_000 for each in zip(*spent, strict=True))
    return written_ms, told_ms


def _pulled(storage: Storage, cursor: str) -> str:
    query = {"scope": "opt", "cursor": cursor} if cursor else {"scope": "opt"}
    answer = feed(Call(storage, SYSTEM, BY_NAME["feed"], {"feed": "prices"}, query))
    stream: Any = answer.stream
    last = deque(stream, maxlen=1)[0]
    return msgspec.json.decode(last, type=End).cursor
