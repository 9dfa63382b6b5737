"""Coverage: every fault on every request in every outbox state that can be reached.

`leads.PLACES` says which requests go out in which state; `ELSEWHERE` says why others cannot,
`NEVER` which faults cannot be. `led` gives each seed one fault at one place, so that rare cells
are filled as surely as common ones; every event and every kind of commit has its cell, too.
`holes` names what is empty, or was reached against these tables.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from tests.sim import loads
from tests.sim.alphabet import EVENTS, STRIKES
from tests.sim.leads import FAULT, MOVES, NONCES, PLACES, STORIES, Event
from tests.sim.net import FILES, KINDS

Cell = tuple[str, str, str]
LATE = "late"
EVENT, WRITE = "event", "write"
"""First and second name of cells that are about events and about commits."""


SLOTS = 20
STORY, STRIKING = (12, 19), (4, 9, 14)
"""Of so many seeds some have a story, some a strike at a rare commit, the others a cell each."""

ELSEWHERE: Mapping[str, str] = {
    "submit_order": "goes out only after the move to `sending`, in the same step (R4)",
    "order_command": "as a submission; a doubt is resolved by sending it again (R2)",
    "order_by_client_id": "is asked for a doubt, for what a copy has sent under the key, and for"
    " what a restored portal may have lost (R7)",
    "void_order": "takes back what was tried (`ready`, `held`, `unknown`), was lost (`missing`) or"
    " ended before its cart is ordered again (`withdrawn`, `voided`, `superseded`, `dismissed`)",
    "sign_in": "is about no order",
    "sign_out": "is about no order",
    "refresh": "is about no order",
    "portal_info": "is about no order",
    "account": "is about no order",
    "feed": "is about no order",
    "snapshot": "is about no order",
    "snapshot_file": "is about no order",
}
ALSO = {("void_order", "needs_user")}
"""Right, but too rare to be wanted: sealed anew while a death or a full disk kept it `rejected`."""
NEVER: Mapping[tuple[str, str], str] = {
    **{
        (route, kind): why
        for route, _ in PLACES
        for kind, (possible, why) in {
            "flip": ({"feed", "snapshot_file"}, "without a digest only TLS proves an answer"),
            "stale": (
                {"feed", "snapshot", "snapshot_file"},
                "answers to orders and sign-ins are marked no-store",
            ),
            "repeat": ({"feed"}, "only feeds have pages"),
            "torn": ({"feed"}, "only pages count without a proof of the whole"),
            "crossed": ({"snapshot"}, "its answer names the scope, a file its digest"),
            **dict.fromkeys(FILES, ({"snapshot_file"}, "only of files a part is asked for")),
        }.items()
        if route not in possible
    },
}
"""Faults that a request cannot meet, and why."""

ABOUT_LOADS = {about for _, about, _ in loads.CELLS}
RARE = tuple((what, how) for what in MOVES for how in ("before", "after", "full"))
CELLS: tuple[tuple[tuple[str, str], str], ...] = tuple(
    (place, kind)
    for kind in (*KINDS, *(each for each in ("kill_sent", "kill_done") if each not in KINDS))
    for place in PLACES
    if (place[0], kind) not in NEVER
)
OFTEN = {"submit_order", "refresh", "portal_info", "account", "feed"}
"""Requests that chance brings to every fault."""
SELDOM = tuple(
    cell
    for cell in CELLS
    if cell[0][0] not in OFTEN and cell[0] != ("order_by_client_id", "unknown")
)
"""Cells that are reached hardly but on purpose: a seed is led to one of them first."""


def led(number: int) -> list[Event]:
    """Return events that lead a seed to one place, where one fault happens, or a story."""
    round_, slot = divmod(number, SLOTS)
    if slot in STORY:
        told = STORIES[(round_ * len(STORY) + STORY.index(slot)) % len(STORIES)]
        return [dict(each) for each in told]
    if slot in STRIKING:
        what, how = RARE[(round_ * len(STRIKING) + STRIKING.index(slot)) % len(RARE)]
        struck = {"do": "strike", "what": what, "how": how}
        return [struck, *(dict(each) for each in MOVES[what])]
    others = SLOTS - len(STORY) - len(STRIKING)
    rank = round_ * others + slot - sum(each < slot for each in (*STORY, *STRIKING))
    what, how = STRIKES[rank // 7 % len(STRIKES)]
    return [
        *_cell(SELDOM[rank % len(SELDOM)], 0, 1 + slot % 2),
        # another pair in each round: what the first leaves behind is in the way of some
        *_cell(SELDOM[(rank + rank // len(SELDOM) * 31 + 364) % len(SELDOM)], 1, 1),
        {"do": "strike", "what": what, "how": how},
    ]


def _cell(cell: tuple[tuple[str, str], str], cart: int, times: int) -> list[Event]:
    """Return events that let a fault happen so many times in one cell, to this cart."""
    (route, state), kind = cell
    fault = {"do": "fault", "route": route, "kind": kind, "share": 0.5, "n": times}
    path = [fault if each is FAULT else dict(each) for each in PLACES[route, state]]
    for event in path:
        if event["do"] in ("seal", "clone"):
            event["i"] = cart
        elif event["do"] in ("withdraw", "dismiss", "retry", "command"):
            event["i"] = -cart  # the newest of what waits
    return [*([NONCES] if kind == "swapped" else []), *path]


def holes(coverage: Counter[Cell], least: int) -> list[str]:
    """Return what is wrong with a coverage.

    Args:
        coverage: hits by fault, request and outbox state.
        least: hits that every reachable cell needs.
    """
    wrong = [
        f"{route} in {state} met {kind} {coverage[kind, route, state]} times, {least} wanted"
        for (route, state), kind in CELLS
        if coverage[_counted(kind), route, state] < least
    ]
    wrong += _unhappened(coverage, least) + _unstruck(coverage, least)
    wrong += [
        f"{what} with {where} of a {about} happened {coverage[what, about, where]} times"
        for what, about, where in loads.CELLS
        if coverage[what, about, where] < least
    ]
    seen = {
        (route, state)
        for kind, route, state in coverage
        if kind not in (LATE, EVENT) and route != WRITE and route not in ABOUT_LOADS
    }
    for route, state in sorted(seen - set(PLACES) - ALSO):
        why = ELSEWHERE.get(route, "is not in the table")
        wrong.append(f"{route} went out in {state}, but it {why}")
    return wrong


def _unhappened(coverage: Counter[Cell], least: int) -> list[str]:
    return [
        f"{do} {when} happened {coverage[EVENT, do, when]} times, {least} wanted"
        for do, when in EVENTS
        if coverage[EVENT, do, when] < least
    ]


def _unstruck(coverage: Counter[Cell], least: int) -> list[str]:
    return [
        f"{how} at {what} struck {coverage[how, WRITE, what]} times, {least} wanted"
        for what, how in STRIKES
        if coverage[how, WRITE, what] < least
    ]


def _counted(kind: str) -> str:
    """A late request is counted when it leaves as well as when it arrives."""
    return "sent_late" if kind == LATE else kind


def table(coverage: Counter[Cell]) -> list[dict[str, Any]]:
    """Return the coverage as rows: request and state, hits of each fault; None = cannot be."""
    rows: list[dict[str, Any]] = []
    for route, state in PLACES:
        row: dict[str, Any] = {"request": route, "state": state, "ok": coverage["ok", route, state]}
        for kind in KINDS:
            hits = coverage[_counted(kind), route, state]
            row[kind] = None if (route, kind) in NEVER else hits
        rows.append(row)
    return rows


def unreachable() -> list[dict[str, str]]:
    """Return the cells that cannot be, each with its reason."""
    known = [{"request": route, "fault": kind, "why": why} for (route, kind), why in NEVER.items()]
    return known + [{"request": route, "state": "others", "why": ELSEWHERE[route]}
                    for route in ELSEWHERE]  # fmt: skip


def told(coverage: Counter[Cell], least: int) -> list[str]:
    """Return lines for a person: request × state, the rarest fault, holes."""
    lines = [f"coverage: {len(CELLS)} reachable cells of request × outbox state × fault"]
    for row in table(coverage):
        hits = {kind: row[kind] for kind in KINDS if row[kind] is not None}
        rarest = min(hits, key=lambda kind: hits[kind])
        lines.append(
            f"  {row['request']:20} {row['state']:10} ok {row['ok']:8}  {len(hits)} faults, "
            f"{hits[rarest]} ({rarest}) … {max(hits.values())} hits"
        )
    hits = {f"{what} {where}": coverage[what, about, where] for what, about, where in loads.CELLS}
    rarest = min(hits, key=lambda cell: hits[cell])
    lines.append(f"  {'loads':36} {len(hits)} cells, {hits[rarest]} ({rarest}) … hits")
    empty = holes(coverage, least)
    lines += [f"  HOLE: {each}" for each in empty[:20]]
    lines.append(f"  {len(empty)} holes ({least} hits wanted in each cell)")
    return lines
