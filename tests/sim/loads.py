"""Stories of loads that break off: where, how, what happens while a begun load waits, how it ends.

Each page and each part of a file is a place; each way of breaking off must have happened at each,
and each thing that may happen meanwhile must have been followed by a load that went on, or had to
begin anew.
"""

from __future__ import annotations

import random
from typing import Any

from tests.sim.fetching import BEGUN, DEEPEST, LOAD, PARKED, PARTS
from tests.sim.leads import BACKUP, SIGN_IN, now
from tests.sim.loading import KEEPING, PAGING

Event = dict[str, Any]
HOWS = ("stop", "kill", "cut", "gap", "full", "spoil")
PLACES = (
    *(f"page {number}" for number in range(DEEPEST + 1)),
    *(f"part {number}" for number in range(PARTS)),
)
BREAKS = tuple((how, LOAD, place) for place in PLACES for how in HOWS)
THEIRS = ("put", "drop", "import", "wipe", "renew", "narrow", "purge", "restore", "ahead", "pack")
"""What the portal does in the middle of a load."""
ON = (
    "put", "drop", "import", "wipe", "restart", "sync", "push", "sign_in", "expire", "rot_parked",
    "desk_back", "wait", "clone", "load",
)  # fmt: skip
ANEW = ("renew", "narrow", "restore", "ahead", "purge")
WAITED = (
    *((do, PARKED, "on") for do in ON),
    *((do, PARKED, "anew") for do in ANEW),
    *((do, BEGUN, "on") for do in ("put", "restart", "renew", "rot_part", "sync", "wait")),
    *((do, BEGUN, "anew") for do in ("import", "pack", "restore")),
)
CELLS = (*BREAKS, *((do, LOAD, PAGING) for do in THEIRS), *WAITED)
"""What must have happened to loads."""
FEEDS = ("catalog", "prices", "stock")
SCOPE = {"catalog": "all", "prices": "p1", "stock": "s1"}


def story(number: int) -> list[Event]:
    """Return the story of a seed: each cell has its turn, the rest is drawn."""
    chance = random.Random(f"{number}/load")
    how, _, place = BREAKS[number // 2 % len(BREAKS)]
    do, what, _ = WAITED[number // 2 % len(WAITED)]
    if number % 2:  # what happens meanwhile has its turn, so it breaks off where much has come
        how = chance.choice(KEEPING)
        place = chance.choice(PLACES[4 : DEEPEST + 1] if what == PARKED else PLACES[-PARTS + 1 :])
    elif chance.random() < 0.6:
        do = chance.choice(ON + ANEW)
    feed = chance.choice(FEEDS)
    files = place.startswith("part")
    load = _load(chance, feed, how, place)
    if chance.random() < 0.4:
        load["theirs"] = _theirs(chance, feed, THEIRS[number % len(THEIRS)])
        load["at"] = chance.randrange(6)
    more = [_load(chance, feed, chance.choice(HOWS), chance.choice(PLACES))]
    return [
        {"do": "form", "on": files},
        {"do": "pages", "columns": chance.random() < 0.5, "proving": chance.random() < 0.9},
        {**_theirs(chance, feed, "import"), "rows": 27 if chance.random() < 0.3 else 14},
        *([BACKUP] if "restore" in (do, load.get("theirs", {}).get("do")) or do == "ahead" else []),
        load,
        *_meanwhile(chance, feed, do),
        *(more if chance.random() < 0.2 else []),
        {"do": "load", "only": [feed]},
    ]


def _load(chance: random.Random, feed: str, how: str, place: str) -> Event:
    kind, number = place.split()
    at = int(number)
    if kind == "page":
        at += 1 + 2 * (at // 3) if at else 0  # the head of each body and its end are lines, too
    only = [feed] if chance.random() < 0.8 else None
    return {"do": "load", "only": only, "how": how, "n": at}


def _theirs(chance: random.Random, feed: str, do: str) -> Event:
    event = {"do": do, "scope": [feed, SCOPE[feed]], "n": chance.randrange(24)}
    return {**event, "v": chance.randrange(1, 1000)}


def _meanwhile(chance: random.Random, feed: str, do: str) -> list[Event]:
    """Return what happens, and what has to happen before it."""
    theirs = _theirs(chance, feed, do)
    if do == "sync":
        return [now("sync", only=["orders"], full=False)]
    if do in ("wait", "push", "clone", "sign_in", "restart"):
        return [now(do, s=120, now=True, what="sync")] if do != "sign_in" else [SIGN_IN]
    if do == "load":
        return [_load(chance, feed, chance.choice(("stop", "cut")), chance.choice(PLACES))]
    if do == "ahead":
        return [{**theirs, "do": "restore"}, theirs]
    if do == "purge":
        return [{**theirs, "do": "drop"}, theirs]
    if do == "pack":
        return [{**theirs, "do": "import"}, theirs]
    return [theirs]
