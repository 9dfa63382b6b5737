"""Schedules: lists of plain events drawn from seeded sources, one source per party.

The list, not the seed alone, is what runs, is shrunk and is kept, so an added kind of event
reshuffles nothing of the others' choices.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from tests.sim import loads
from tests.sim.alphabet import ACTS, DISK, MEANWHILE, THEIRS
from tests.sim.coverage import led
from tests.sim.net import KINDS

Event = dict[str, Any]
STEPS = 60
TEN_YEARS = 10 * 365 * 86_400
FAR = 700 * TEN_YEARS
ROUTES = (
    "submit_order", "submit_order", "submit_order", "order_by_client_id", "order_by_client_id",
    "void_order", "feed", "feed", "feed", "refresh", "account", "portal_info", "order_command",
    "sign_in", "snapshot", "snapshot_file", "snapshot_file",
)  # fmt: skip
SCOPES = (("catalog", "all"), ("prices", "p1"), ("stock", "s1"), ("orders", "co"))
WRITTEN = SCOPES[:3]
LOADED = 2
"""One of so many seeds has loads that break off."""
TURN = "user user user user net net net portal portal disk clock".split()


@dataclass(frozen=True)
class Schedule:
    """What happens, and the seed that the core's own chance is drawn from."""

    seed: str
    events: tuple[Event, ...]

    def plain(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        return {"seed": self.seed, "events": list(self.events)}

    @property
    def rests_in_a_new_process(self) -> bool:
        """Say whether the program is started anew when the faults have stopped, or goes on."""
        return random.Random(f"{self.seed}/rest").random() < 0.5

    @classmethod
    def read(cls, plain: dict[str, Any]) -> Schedule:
        """Return a schedule from its JSON."""
        return cls(plain["seed"], tuple(plain["events"]))


def draw(seed: int | str, steps: int = STEPS) -> Schedule:
    """Return the schedule of a seed."""
    name = str(seed)
    names = ("order", "user", "net", "portal", "disk", "clock")
    sources = {who: random.Random(f"{name}/{who}") for who in names}
    drawers = {"user": _user, "net": _net, "portal": _portal, "disk": _disk, "clock": _clock}
    events: list[Event] = [{"do": "import", "scope": list(each), "v": 1} for each in WRITTEN]
    form = random.Random(f"{name}/form")
    if form.random() < 0.5:
        events.append({"do": "form", "on": True, "one": form.random() < 0.3})
    events.append({"do": "kin", "on": form.random() < 0.6})
    events.append(_pages(pages := random.Random(f"{name}/pages")))
    if isinstance(seed, int):
        events += led(seed)
        if seed % LOADED == 0:
            events += loads.story(seed // LOADED)
    for _ in range(steps):
        who = sources["order"].choice(TURN)
        events.append(drawers[who](sources[who]))
    if pages.random() < 0.2:
        events.insert(pages.randrange(len(events)), _pages(pages))
    return Schedule(name, tuple(events))


def _pages(chance: random.Random) -> Event:
    """How the portal writes answers from now on."""
    columns, proving = chance.choice(((False, False), (False, True), (True, True)))
    nonces = chance.random() < 0.5
    return {"do": "pages", "columns": columns, "proving": proving, "nonces": nonces}


def _user(chance: random.Random) -> Event:
    do = chance.choices(tuple(ACTS), tuple(ACTS.values()))[0]
    event: Event = {"do": do, "i": chance.randrange(12), "v": chance.randrange(1000)}
    if do == "push":
        event["now"] = chance.random() < 0.5
    if do == "sync":
        only = chance.choice((None, None, ["prices", "stock"], ["orders"], ["catalog", "orders"]))
        event.update(only=only, full=chance.random() < 0.08, accept=chance.random() < 0.2)
    if do == "cancel":
        event["n"] = chance.randrange(12)
    if do == "clone":
        event["what"] = chance.choice(("push", "push", "sync", "withdraw", "seal", "split"))
    if do == "wait":
        event["s"] = chance.choice((1, 5, 30, 120, 900, 4000, 30_000))
    if do in MEANWHILE and chance.random() < 0.3:
        return {"do": "during", "n": chance.randrange(8), "event": event}
    return event


def _net(chance: random.Random) -> Event:
    pick = chance.random()
    if pick < 0.12:
        return {"do": "deliver"}
    if pick < 0.17:
        return {"do": "outage", "s": chance.choice((20, 300, 3600, 7200))}
    kind = chance.choice(KINDS)
    route = chance.choice(ROUTES)
    times = chance.choice((1, 1, 1, 2, 4))
    return {"do": "fault", "route": route, "kind": kind, "share": chance.random(), "n": times}


def _portal(chance: random.Random) -> Event:
    do = chance.choices(tuple(THEIRS), tuple(THEIRS.values()))[0]
    if do == "their_clock":
        return {"do": do, "s": chance.choice((-TEN_YEARS, TEN_YEARS, -3600, 86_400, 0, FAR))}
    if do == "form":
        return {"do": do, "on": chance.random() < 0.8, "one": chance.random() < 0.3}
    n, v = chance.randrange(24), chance.randrange(1, 1000)
    event: Event = {"do": do, "scope": list(chance.choice(WRITTEN)), "n": n, "v": v}
    if chance.random() < 0.3:
        return {"do": "during", "n": chance.randrange(6), "event": event}
    return event


def _disk(chance: random.Random) -> Event:
    do = chance.choices(tuple(DISK), tuple(DISK.values()))[0]
    event: Event = {"do": do, "n": chance.randrange(6)}
    if do == "kill":
        event["before"] = chance.random() < 0.5
    if do == "full":
        event["times"] = chance.choice((1, 1, 2, 5, 20))
    if do == "desk_back":
        event["n"] = chance.choice((0, 0, 1, 3))
    if do == "rot":
        event["scope"] = list(chance.choice(WRITTEN))
    return event


def _clock(chance: random.Random) -> Event:
    return {"do": "clock", "s": chance.choice((-TEN_YEARS, TEN_YEARS, -3600, 3600, 86_400, 0))}
