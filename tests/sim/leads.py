"""What leads to places that chance reaches seldom: to requests in a state, and to moves.

A path is a list of plain events; `FAULT` in it stands for the fault that is to happen there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Event = dict[str, Any]
FAULT: Event = {"do": "fault"}
YEAR = 2026


def now(do: str, **more: Any) -> Event:
    """Return an act of the person about the first thing there is."""
    return {"do": do, "i": 0, "v": 7, **more}


def meanwhile(number: int, do: str) -> Event:
    """What the portal does in the middle of a run, before that request."""
    return {"do": "during", "n": number, "event": {"do": do, "scope": ["catalog", "all"], "n": 3,
                                                   "v": 77}}  # fmt: skip


SEAL, WITHDRAW, SIGN_IN = now("seal"), now("withdraw"), now("sign_in")
SIGN_OUT, REFUSE = now("sign_out"), {"do": "refuse"}
DISMISS, RETRY, SPLIT = now("dismiss"), now("retry"), now("split")
COMMAND, BACKUP, RESTORE = now("command"), {"do": "backup"}, {"do": "restore", "n": 0}
BEFORE, AHEAD = {"do": "restore", "n": 1}, {"do": "ahead"}
PUSH, PUSH_ONLY = now("push", now=True), now("push", now=False)
SYNC = now("sync", only=None, full=False, accept=True)
WHOLE = now("sync", only=None, full=True, accept=True)
WAIT, REVOKE = now("wait", s=900), {"do": "revoke"}
LOST = {"do": "fault", "route": "submit_order", "kind": "lost", "share": 0.5, "n": 1}
CUT = {"do": "fault", "route": "snapshot_file", "kind": "cut", "share": 0.5, "n": 1}
TORN, ROWS = {**LOST, "route": "feed", "kind": "torn"}, {"do": "form", "on": False}
FORM, ONE = {"do": "form", "on": True}, {"do": "form", "on": True, "one": True}
RIGHTS = {"do": "rights"}
SWAP, WIDE = {"do": "swap"}, {"do": "account", "n": 1, "v": 5}
BUSY, CUT_OFF = {**LOST, "kind": "http429"}, {**LOST, "kind": "cut_before"}
KILLED = {**LOST, "kind": "kill_done"}
NONCES = {"do": "pages", "columns": True, "proving": True, "nonces": True}
UNNAMED = {**NONCES, "nonces": False}

PLACES: Mapping[tuple[str, str], tuple[Event, ...]] = {
    ("submit_order", "sending"): (SEAL, FAULT, PUSH),
    ("order_by_client_id", "unknown"): (SEAL, LOST, PUSH_ONLY, FAULT, PUSH),
    ("order_by_client_id", "sending"): (now("clone", what="seal", v=6), SEAL, FAULT, PUSH),
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
    ("void_order", "superseded"): (REFUSE, SEAL, PUSH, SEAL, FAULT, PUSH),
    ("void_order", "dismissed"): (REFUSE, SEAL, PUSH, DISMISS, SEAL, FAULT, PUSH),
    ("order_command", "sending"): (SEAL, PUSH, COMMAND, FAULT, PUSH),
    ("sign_in", "-"): (FAULT, SIGN_IN),
    ("sign_out", "-"): (FAULT, SIGN_OUT, SIGN_IN),
    ("refresh", "-"): (WAIT, FAULT, SYNC),
    ("portal_info", "-"): (FAULT, SYNC),
    ("account", "-"): (FAULT, SYNC),
    ("feed", "-"): (FAULT, SYNC),
    ("snapshot", "-"): (FORM, FAULT, WHOLE),
    ("snapshot_file", "-"): (FORM, CUT, FAULT, WHOLE),
}  # fmt: skip
"""Which requests go out in which state of the outbox."""

_MISSING = (BACKUP, SEAL, PUSH, RESTORE, SYNC)
MOVES: Mapping[str, tuple[Event, ...]] = {
    "split": (SPLIT,),
    "drop": (WIDE, SYNC, WIDE, SYNC),
    "park": (ROWS, {**TORN, "kind": "cut", "share": 0.6, "n": 9}, SYNC),
    "recover": (SEAL, KILLED, PUSH_ONLY, PUSH),
    "unknown>unknown": (
        SEAL, LOST, PUSH_ONLY, {**LOST, "route": "order_by_client_id", "n": 2}, PUSH,
    ),
    "held>withdrawn": (SEAL, REVOKE, WAIT, PUSH, WITHDRAW),
    "sending>held": (SEAL, REVOKE, PUSH),
    "sending>rejected": (REFUSE, SEAL, PUSH),
    "rejected>needs_user": (REFUSE, SEAL, PUSH),
    "unknown>accepted": (SEAL, LOST, PUSH_ONLY, PUSH),
    "unknown>held": (SEAL, LOST, PUSH_ONLY, REVOKE, WAIT, PUSH),
    "unknown>voided": (SEAL, CUT_OFF, PUSH_ONLY, WITHDRAW),
    "needs_user>dismissed": (REFUSE, SEAL, PUSH, DISMISS),
    "accepted>missing": (BACKUP, SEAL, PUSH_ONLY, RESTORE, SYNC),
    "settled>missing": _MISSING,
    "missing>accepted": (*_MISSING, AHEAD, DISMISS),
    "missing>dismissed": (*_MISSING, DISMISS),
    "missing>ready": (*_MISSING, RETRY),
    "missing>settled": (*_MISSING, AHEAD, SYNC),
    "dismissed>settled": (BACKUP, SEAL, PUSH, BACKUP, BEFORE, SYNC, DISMISS, RESTORE, SYNC),
    "needs_user>settled": (*_MISSING, REFUSE, RETRY, AHEAD, SYNC),
    "superseded>settled": (
        BACKUP, SEAL, PUSH, {"do": "desk_back", "n": 1}, RESTORE, REFUSE, SEAL, PUSH, SEAL, AHEAD,
        SYNC,
    ),
    "withdrawn>settled": (SEAL, now("clone", what="push"), WITHDRAW, BACKUP, RESTORE, SYNC),
    "voided>settled": (
        BACKUP, SEAL, LOST, PUSH_ONLY, BACKUP, BEFORE, WITHDRAW, RESTORE, SYNC,
    ),
}  # fmt: skip
"""Commits that are rare."""

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
    (BACKUP, SEAL, PUSH_ONLY, RESTORE, SYNC, {**SEAL, "i": 1}, now("retry"),
     {"do": "desk_back"}, DISMISS),
    # lost and sent again, forgotten by a restored desk, tried without a network and taken back
    (BACKUP, SEAL, PUSH_ONLY, RESTORE, SYNC, {**SEAL, "i": 1}, now("retry"),
     {"do": "desk_back"}, {**LOST, "kind": "refuse"}, now("retry"), WITHDRAW, SYNC),
    # sent by a copy of the folder, taken back in the copy
    (SEAL, LOST, PUSH_ONLY, now("clone", what="withdraw"), PUSH),
    (SEAL, now("clone", what="push"), PUSH, SYNC),
    # sent by a copy of the folder, taken back here untried, ordered again
    (SEAL, now("clone", what="push"), WITHDRAW, SEAL, PUSH, SYNC),
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
    (ONE, CUT, {**CUT, "kind": "no_if"}, meanwhile(5, do="put"), meanwhile(5, do="pack"), SYNC),
    (FORM, meanwhile(5, do="renew"), SYNC, SYNC),
    (FORM, meanwhile(4, do="drop"), meanwhile(5, do="purge"), SYNC),
    (FORM, CUT, {**CUT, "kind": "kill_part"}, SYNC, {"do": "rot_part", "n": 0}, SYNC),
    (FORM, {"do": "account", "n": 1, "v": 5},
     {**CUT, "route": "snapshot", "kind": "crossed", "n": 8}, SYNC),
    (FORM, {**CUT, "kind": "flip", "share": 0.6}, {**CUT, "kind": "flip", "share": 0.8}, SYNC),
    # a refusal comes twice, and no answer says which request it is for
    (UNNAMED, {**LOST, "kind": "echo"}, REFUSE, SEAL, {**SEAL, "i": 1}, SYNC),
    # the answer to another void
    (NONCES, SEAL, CUT_OFF, PUSH_ONLY, WITHDRAW, {**SEAL, "i": 1}, LOST, PUSH_ONLY,
     {**LOST, "route": "void_order", "kind": "swapped"}, WITHDRAW),
    # sent by a copy, refused here for want of a right, ordered again when it is given back
    ({"do": "kin", "on": False}, SEAL, now("clone", what="push"), RIGHTS, PUSH, RIGHTS, SEAL, PUSH,
     SYNC),
    # sent by a copy that has edited it, in doubt here
    (now("clone", what="seal", v=6), SEAL, LOST, PUSH_ONLY, PUSH, SYNC),
    # ordered by a copy that has edited it; the disk is full when that is written down
    (now("clone", what="seal", v=6), SEAL, {**LOST, "route": "order_by_client_id", "kind": "bomb"},
     PUSH, {"do": "strike", "what": "rejected>needs_user", "how": "full"}, WAIT, SYNC, SEAL, PUSH),
    # another copy orders a part of what is ordered here
    ({"do": "kin", "on": True}, now("clone", what="split"), SEAL, PUSH, SYNC),
    # taken back, there again and lost again: a copy orders a part before it is offered again
    ({"do": "kin", "on": True}, BACKUP, SEAL, LOST, PUSH_ONLY, BACKUP, BEFORE, WITHDRAW, RESTORE,
     SYNC, BEFORE, SYNC, now("clone", what="split"), RETRY, SYNC),
    # signed out when another portal is at the address
    (SYNC, SIGN_IN, SWAP, SIGN_OUT, SWAP, SIGN_IN, SYNC),
    # the program is started a second time in the middle of a submission
    (SEAL, {**meanwhile(0, "second"), "event": now("second")}, PUSH, SYNC),
    # another portal at the address: while the program runs, after a start, in the middle of a run
    (SEAL, LOST, PUSH_ONLY, SWAP, PUSH, WITHDRAW, SWAP, PUSH, SYNC),
    (SEAL, SWAP, now("restart"), PUSH, SYNC, SWAP, SYNC),
    (SYNC, SEAL, {"do": "import", "scope": ["prices", "p1"], "v": 9}, meanwhile(3, do="swap"), SYNC,
     PUSH, SWAP),
)  # fmt: skip
"""What took a long search to find, told to some seeds from the start."""
