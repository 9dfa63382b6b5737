"""`python -m tests.faults [POINTS] [FIRST]`: the real program dies or its disk fails at a write.

A suite of `dev.py sim`; where no process can be traced it says that it was left out.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from tests.faults.mother import Mother, NotTracedError
from tests.faults.points import all_hit, available, chosen, seen, warm
from tests.faults.session import STEPS, Ground
from tests.support.buyer import served

POINTS, SIZE, SHOWN = 60, 60, 12


def main(arguments: list[str]) -> int:
    """Hit so many points; the last line says what was found, or why nothing was tried."""
    try:
        return _main(arguments)
    except NotTracedError as reason:
        print(f"left out: {reason}")
        return 0


def _main(arguments: list[str]) -> int:
    count = int(arguments[0]) if arguments else POINTS
    first = int(arguments[1]) if len(arguments) > 1 else 0
    if reason := available():
        print(f"left out: {reason}")
        return 0
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        os.environ["B2BDESK_PORTAL_STATE"] = name
        shop = stack.enter_context(served(folder, SIZE))
        mothers = []
        for number in range(os.cpu_count() or 1):
            place = folder / f"w{number}"
            place.mkdir()
            mothers.append((stack.enter_context(Mother(place)), place))
        ground = Ground.made(folder, shop, count + len(STEPS))
        for mother, place in mothers:
            warm(ground, mother, place)
        found = seen(ground, *mothers[0])
        points = list(enumerate(chosen(found, count, first), len(STEPS)))
        print(f"prepared in {time.monotonic() - started:.0f} s: "
              f"{ {step: len(every) for step, every in found.items()} }", flush=True)  # fmt: skip
        with ThreadPoolExecutor(len(mothers)) as pool:
            parts = [
                pool.submit(all_hit, ground, *each, points[at :: len(mothers)])
                for at, each in enumerate(mothers)
            ]
            wrong = [each for part in parts for each in part.result()]
        keys = shop.orders()
    if len(set(keys)) != len(keys):
        wrong.append("an order stands twice at the portal")
    for each in wrong[:SHOWN]:
        print(each)
    every = sum(len(each) for each in found.values())
    print(f"{len(points)} of {every} writes failed or killed, {len(wrong)} wrong")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
