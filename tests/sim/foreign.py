"""Another portal at the address of ours: a test system made from a copy of its database (T4).

It has the orders and sign-ins of the copy, so it takes our tokens; only its `instance_id` is its
own. What it takes from the client is noted: nothing may be ordered, asked about or taken there.
"""

from __future__ import annotations

from typing import Any

from tests.sim.answers import Answer
from tests.sim.portal import Portal

HARMLESS = {"portal_info", "refresh", "sign_in"}
"""What may be asked before one knows who answers; a running program's refresh cannot know."""
FAR = 900


class Stranger(Portal):
    """A copy of a portal under another name; `taken` are the requests that it did something for."""

    def __init__(self, ours: Portal) -> None:
        super().__init__()
        self.data = ours.data.copied()
        self.tokens = dict(ours.tokens)
        self.token_number, self.access_until = ours.token_number, ours.access_until
        self.now, self.wide, self.epoch = ours.now, ours.wide, ours.epoch + FAR
        self.instance = "another"
        self.shelf.offered = ours.shelf.offered
        self.put(("catalog", "all"), (0, "theirs"))
        self.taken: list[str] = []

    def handle(self, call: Any, instance: str = "") -> Answer:
        """Answer one request."""
        answer = super().handle(call, instance)
        if call.route not in HARMLESS and answer.status not in (401, 421):
            self.taken.append(call.route)
        return answer
