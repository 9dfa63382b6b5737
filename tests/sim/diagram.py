"""The story of a schedule as a sequence diagram: client on the left, portal on the right.

A request that never arrives ends at ✗ on its way there, an answer that never arrives at ✗ on its
way back; what the fault was stands beside it. States of commands stand under the client, what the
person, the disk and the portal do of themselves stand between lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tests.sim.net import BEFORE, FOREIGN, STATUSES

WIDTH = 46
UNHEARD = {*BEFORE, *STATUSES, *FOREIGN, "sent_late", "kill_sent"}
UNANSWERED = {"lost", "timeout", "kill_done"}
_LINE = re.compile(r"\s*([\d.]+)  (.*)")
_ASKED = re.compile(r"client -> net: (.+) (\w+)")
_ANSWER = re.compile(r"portal -> net: (\d+) (.+)")


def diagram(story: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a diagram."""
    yield f"{'':>10}  {'client':<{WIDTH + 4}}portal"
    fault = ""
    for line in story:
        found = _LINE.match(line)
        if found is None:
            continue
        time, words = found.groups()
        asked, answer = _ASKED.fullmatch(words), _ANSWER.fullmatch(words)
        if asked is not None:
            fault = "" if asked[2] == "ok" else asked[2]
            drawn = _there(asked[1], fault)
        elif answer is not None:
            drawn = _back(answer[1], fault)
        elif words.startswith("outbox: "):
            drawn = f"┃ ● {words[8:]}"
        elif words.startswith("VIOLATION"):
            drawn = f"‼ {words}"
        else:
            drawn = f"· {words.removeprefix('* ')}"
        yield f"{float(time):>10.2f}  {drawn}"


def _there(name: str, fault: str) -> str:
    if fault in UNHEARD:
        return f"┃{f'── {name} ':─<{WIDTH - 12}}─✗ {fault}"
    return f"┃{f'── {name} ':─<{WIDTH}}─▶┃" + (f"  fault: {fault}" if fault else "")


def _back(status: str, fault: str) -> str:
    if fault in UNANSWERED:
        return f"┃{'':>12}✗{f'─ {fault} ── {status} ':─<{WIDTH - 12}}─┃"
    spoilt = f" spoilt: {fault} ─" if fault else ""
    return f"┃◀{f'──{spoilt}─ {status} ':─<{WIDTH}}─┃"
