"""Coverage: every fault on every request in every outbox state that can be reached.

`PLACES` says which requests go out in which state, with events that lead there; `ELSEWHERE` says
why others cannot. `cell` gives each seed one fault at one place, so that rare cells are filled as
surely as common ones; `holes` names what is empty, or was reached against these tables.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from tests.sim.net import FILES, KINDS

Cell = tuple[str, str, str]
Event = dict[str, Any]
LATE = "late"
FAULT: Event = {"do": "fault"}


def _now(do: str, **more: Any) -> Event:
    return {"do": do, "i": 0, "v": 7, **more}


def _while(number: int, do: str) -> Event:
    """What the portal does in the middle of a run, before that request."""
    return {"do": "during", "n": number, "event": {"do": do, "scope": ["catalog", "all"], "n": 3,
                                                   "v": 77}}  # fmt: skip


SEAL, WITHDRAW, SIGN_IN = _now("seal"), _now("withdraw"), _now("sign_in")
DISMISS = _now("dismiss")
COMMAND, BACKUP, RESTORE = _now("command"), {"do": "backup"}, {"do": "restore", "n": 0}
PUSH, PUSH_ONLY = _now("push", now=True), _now("push", now=False)
SYNC = _now("sync", only=None, full=False, accept=True)
WAIT, REVOKE = _now("wait", s=900), {"do": "revoke"}
LOST = {"do": "fault", "route": "submit_order", "kind": "lost", "share": 0.5, "n": 1}
CUT = {"do": "fault", "route": "snapshot_file", "kind": "cut", "share": 0.5, "n": 1}
TORN, ROWS = {**LOST, "route": "feed", "kind": "torn"}, {"do": "form", "on": False}
FORM, ONE = {"do": "form", "on": True}, {"do": "form", "on": True, "one": True}
SWAP = {"do": "swap"}
BUSY, CUT_OFF = {**LOST, "kind": "http429"}, {**LOST, "kind": "cut_before"}

PLACES: Mapping[tuple[str, str], tuple[Event, ...]] = {
    ("submit_order", "sending"): (SEAL, FAULT, PUSH),
    ("order_by_client_id", "unknown"): (SEAL, LOST, PUSH_ONLY, FAULT, PUSH),
    ("order_by_client_id", "accepted"): (BACKUP, SEAL, PUSH_ONLY, RESTORE, FAULT, SYNC),
    ("order_by_client_id", "settled"): (BACKUP, SEAL, PUSH, RESTORE, FAULT, SYNC),
    ("void_order", "ready"): (SEAL, BUSY, PUSH_ONLY, FAULT, WITHDRAW),
    ("void_order", "unknown"): (SEAL, LOST, PUSH_ONLY, FAULT, WITHDRAW),
    ("void_order", "held"): (
        SEAL, BUSY, PUSH_ONLY, REVOKE, WAIT, PUSH, SIGN_IN, FAULT, WITHDRAW,
    ),
    ("void_order", "withdrawn"): (SEAL, WITHDRAW, SEAL, FAULT, PUSH),
    ("void_order", "voided"): (SEAL, CUT_OFF, PUSH_ONLY, WITHDRAW, SEAL, FAULT, PUSH),
    ("void_order", "missing"): (BACKUP, SEAL, PUSH, RESTORE, SYNC, FAULT, DISMISS),
    ("order_command", "sending"): (SEAL, PUSH, COMMAND, FAULT, PUSH),
    ("sign_in", "-"): (FAULT, SIGN_IN),
    ("refresh", "-"): (WAIT, FAULT, SYNC),
    ("portal_info", "-"): (FAULT, SYNC),
    ("account", "-"): (FAULT, SYNC),
    ("feed", "-"): (FAULT, SYNC),
    ("snapshot", "-"): (FORM, FAULT, SYNC),
    ("snapshot_file", "-"): (FORM, CUT, FAULT, SYNC),
}  # fmt: skip

STORIES: tuple[tuple[Event, ...], ...] = (
    # a stranger replaces the answer, then nothing is reached: it must not be taken back on the spot
    ({**LOST, "kind": "blocked401"}, {**LOST, "kind": "refuse"}, SEAL, PUSH_ONLY, WITHDRAW),
    # killed when it had arrived, then nobody is signed in: only a void takes it back
    (SEAL, {**LOST, "kind": "kill_done"}, PUSH_ONLY, REVOKE, SYNC, WITHDRAW),
    # a page is spoilt, and cut before anything proves the whole: by columns and by rows
    (ROWS, {"do": "pages", "columns": True, "proving": True}, {**TORN, "share": 0.91}, SYNC),
    (ROWS, {"do": "pages", "columns": False, "proving": True}, {**TORN, "share": 0.89}, SYNC),
    # pages without proofs are spoilt and come whole: only the digest at the end tells
    (ROWS, {"do": "pages", "columns": False, "proving": False},
     *({**TORN, "kind": "flip", "share": share}
       for share in (0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.97)), SYNC, SYNC),
    # found again after a restored portal, forgotten by a restored desk, given up
    (BACKUP, SEAL, PUSH_ONLY, RESTORE, SYNC, {**SEAL, "i": 1}, _now("retry"),
     {"do": "desk_back"}, DISMISS),
    # lost and sent again, forgotten by a restored desk, tried without a network and taken back
    (BACKUP, SEAL, PUSH_ONLY, RESTORE, SYNC, {**SEAL, "i": 1}, _now("retry"),
     {"do": "desk_back"}, {**LOST, "kind": "refuse"}, _now("retry"), WITHDRAW, SYNC),
    # sent by a copy of the folder, taken back in the copy
    (SEAL, LOST, PUSH_ONLY, _now("clone", what="withdraw"), PUSH),
    (SEAL, _now("clone", what="push"), PUSH, SYNC),
    # sent by a copy of the folder, taken back here untried, ordered again
    (SEAL, _now("clone", what="push"), WITHDRAW, SEAL, PUSH, SYNC),
    # a lost order whose key is dead already, and a desk restored from before that
    (BACKUP, SEAL, PUSH_ONLY, RESTORE, {**LOST, "route": "order_by_client_id", "kind": "bomb"},
     SYNC, {**SEAL, "i": 1}, SYNC, {**LOST, "route": "void_order", "kind": "other"}, DISMISS,
     {"do": "desk_back"}),
    # given up while the portal had lost it, then another backup brings it back
    (BACKUP, SEAL, PUSH, BACKUP, {"do": "restore", "n": 1}, SYNC, DISMISS, RESTORE, SYNC),
    # taken back while the portal had lost it, ordered again when another backup brings it back
    (BACKUP, SEAL, LOST, PUSH_ONLY, BACKUP, {"do": "restore", "n": 1}, WITHDRAW, RESTORE, SEAL,
     PUSH, SYNC),
    # the file changes in the middle, is renewed in the middle, is cut and comes from somebody else
    (ONE, CUT, {**CUT, "kind": "no_if"}, _while(5, do="put"), _while(5, do="pack"), SYNC),
    (FORM, _while(5, do="renew"), SYNC, SYNC),
    (FORM, _while(4, do="drop"), _while(5, do="purge"), SYNC),
    (FORM, CUT, {**CUT, "kind": "kill_part"}, SYNC, {"do": "rot_part", "n": 0}, SYNC),
    (FORM, {"do": "account", "n": 1, "v": 5},
     {**CUT, "route": "snapshot", "kind": "crossed", "n": 8}, SYNC),
    (FORM, {**CUT, "kind": "flip", "share": 0.6}, {**CUT, "kind": "flip", "share": 0.8}, SYNC),
    # another portal at the address: while the program runs, after a start, in the middle of a run
    (SEAL, LOST, PUSH_ONLY, SWAP, PUSH, WITHDRAW, SWAP, PUSH, SYNC),
    (SEAL, SWAP, _now("restart"), PUSH, SYNC, SWAP, SYNC),
    (SYNC, SEAL, {"do": "import", "scope": ["prices", "p1"], "v": 9}, _while(3, do="swap"), SYNC,
     PUSH, SWAP),
)  # fmt: skip
"""What took a long search to find, told to some seeds from the start."""
STORY_EVERY = 20

ELSEWHERE: Mapping[str, str] = {
    "submit_order": "goes out only after the move to `sending`, in the same step (R4)",
    "order_command": "as a submission; a doubt is resolved by sending it again (R2)",
    "order_by_client_id": "is asked for a doubt, and for what a restored portal may have lost (R7)",
    "void_order": "takes back what was tried (`ready`, `held`, `unknown`), was lost (`missing`) or"
    " was taken back before its cart is ordered again (`withdrawn`, `voided`)",
    "sign_in": "is about no order",
    "refresh": "is about no order",
    "portal_info": "is about no order",
    "account": "is about no order",
    "feed": "is about no order",
    "snapshot": "is about no order",
    "snapshot_file": "is about no order",
}
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

CELLS: tuple[tuple[tuple[str, str], str], ...] = tuple(
    (place, kind)
    for kind in (*KINDS, *(each for each in ("kill_sent", "kill_done") if each not in KINDS))
    for place in PLACES
    if (place[0], kind) not in NEVER
)


def cell(number: int) -> list[Event]:
    """Return events that lead to one place and let one fault happen there, or a story."""
    if number % STORY_EVERY == STORY_EVERY - 1:
        return [dict(each) for each in STORIES[number // STORY_EVERY % len(STORIES)]]
    (route, state), kind = CELLS[number % len(CELLS)]
    fault = {"do": "fault", "route": route, "kind": kind, "share": 0.5, "n": 1}
    return [fault if each is FAULT else dict(each) for each in PLACES[route, state]]


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
    seen = {(route, state) for kind, route, state in coverage if kind != LATE}
    for route, state in sorted(seen - set(PLACES)):
        why = ELSEWHERE.get(route, "is not in the table")
        wrong.append(f"{route} went out in {state}, but it {why}")
    return wrong


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
    empty = holes(coverage, least)
    lines += [f"  HOLE: {each}" for each in empty[:20]]
    lines.append(f"  {len(empty)} holes ({least} hits wanted in each cell)")
    return lines
