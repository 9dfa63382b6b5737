"""Whether a data folder lies where it was made: a copy of it is told as one (PROTOCOL R12).

The folder remembers where it lay and on which computer. When both still hold nothing is said; when
the former place still has a store it is a copy; when the computer is another one it came from
there, unless it is a portable folder, which is meant to travel. What is found stays to be told
until the person has said that it is understood, or has signed in on the command line.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from b2bdesk.trade.errors import Environment

PLACE, COPIED = "profile.place", "profile.copied"
CODE = "folder_copied"


class Values(Protocol):
    """Settings: JSON values by key."""

    def get(self, key: str) -> Any:
        """Return the value, None when it was never set."""
        ...

    def set(self, key: str, value: Any) -> object:
        """Store a value; None removes it."""
        ...


def look_around(
    settings: Values,
    here: Path,
    computer: str,
    portable: bool,
    taken: Callable[[Path], bool],
    now: datetime,
) -> tuple[Environment, ...]:
    """Remember where the folder lies; return what is to be told of it.

    Args:
        settings: of the profile.
        here: the data folder.
        computer: a name for this computer.
        portable: the folder is meant to be carried about.
        taken: says whether another folder holds a store.
        now: the present instant.
    """
    place = {"folder": str(here), "computer": computer}
    known = settings.get(PLACE)
    if known != place:
        if isinstance(known, dict) and (what := _kind(known, place, portable, taken)):
            copied = {"what": what, "place": str(known["folder"]), "since": now.isoformat()}
            settings.set(COPIED, copied)
        settings.set(PLACE, place)
    return told(settings.get(COPIED))


def told(copied: Any) -> tuple[Environment, ...]:
    """Return what is to be told of what was noted under `COPIED`."""
    if not isinstance(copied, dict):
        return ()
    day = str(copied.get("since", ""))[:10]
    return (Environment(CODE, what=copied.get("what"), place=copied.get("place"), since_date=day),)


def _kind(
    known: Mapping[str, Any],
    place: Mapping[str, str],
    portable: bool,
    taken: Callable[[Path], bool],
) -> str:
    """`here`: a copy on this computer, `computer`: from another one, empty: it was moved."""
    former = str(known.get("folder") or "")
    if known.get("computer") != place["computer"]:
        return "" if portable or not former else "computer"
    return "here" if former and former != place["folder"] and taken(Path(former)) else ""
