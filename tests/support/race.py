"""Calls that run at the same moment, each in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from b2bdesk.trade.errors import CodedError


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    """Run calls at the same moment; what one raised stands in the place of its result."""
    barrier = threading.Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        barrier.wait(20)
        try:
            return call()
        except CodedError as error:
            return error.code

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
