"""The alphabet of schedules: what may happen, how often, and what may happen in the middle of it.

Faults of requests are in `net`; which of them must have been seen where is in `coverage`.
"""

from __future__ import annotations

from itertools import chain

from b2bdesk.domain.outbox_states import NEXT

ACTS = {
    "edit": 5, "seal": 14, "push": 12, "sync": 14, "withdraw": 7, "retry": 4, "dismiss": 4,
    "command": 3, "restart": 4, "wait": 10, "sign_in": 2, "cancel": 2, "clone": 3, "split": 3,
    "sign_out": 1, "second": 2, "contract": 1,
}  # fmt: skip
"""What the person does, and how often."""
MEANWHILE = (
    "edit", "seal", "withdraw", "retry", "dismiss", "command", "split", "clone", "sign_out",
    "sign_in", "second", "contract",
)  # fmt: skip
"""What the person also does while the program synchronises."""
THEIRS = {
    "put": 8, "drop": 5, "import": 5, "wipe": 1, "backup": 3, "restore": 2, "renew": 2, "purge": 3,
    "reboot": 1, "account": 2, "revoke": 1, "expire": 4, "cheat": 1, "refuse": 2, "pack": 2,
    "form": 1, "swap": 2, "ahead": 2, "rights": 1, "bare": 1, "their_clock": 1,
    "narrow": 2,
}  # fmt: skip
"""What happens at the portal's end, and how often; all but `form` also in the middle of a run."""
DISK = {"kill": 75, "full": 13, "desk_back": 5, "rot_part": 3, "rot": 4, "rot_parked": 1}
OTHERS = ("pages", "kin", "fault", "deliver", "outage", "clock", "strike", "load")

EVENTS: tuple[tuple[str, str], ...] = (
    *((do, "between") for do in chain(ACTS, THEIRS, DISK, OTHERS)),
    *((do, "during") for do in chain(MEANWHILE, THEIRS) if do not in ("form", "their_clock")),
)
"""Events, and whether they happen between two acts of the program or during one."""

NO_COMMIT = {
    "needs_user>superseded": "part of the commit `seal`",
}
"""Moves that are no commit of their own, and why."""
WRITES: tuple[str, ...] = (
    "seal", "edit", "split", "setting", "secret", "account", "apply", "switch", "drop", "park",
    "journal", "recover", "ready>ready", "unknown>unknown",
    *(
        f"{old}>{new}"
        for old, following in NEXT.items()
        for new in sorted(following)
        if f"{old}>{new}" not in NO_COMMIT
    ),
)  # fmt: skip
"""Kinds of commits."""
STRIKES: tuple[tuple[str, str], ...] = tuple(
    (what, how) for what in WRITES for how in ("before", "after", "full")
)
"""Each commit may be the last before a death, the first after it, or find no room."""
