"""Answers «keep the former data» to the question whether much may vanish (PROTOCOL R8, the guard).

An answer counts for exactly what was asked: so many of so many rows of a scope. It outlives the
program; a change of mind, another number, or a scope that agrees again ends it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

CODE = "mass_deletion"
SETTING = "sync.kept_deletions"


class Values(Protocol):
    """Settings: JSON values by key."""

    def get(self, key: str, default: Any = None) -> Any:
        """Return a value, `default` when it was never set."""
        ...

    def set(self, key: str, value: Any) -> object:
        """Store a value."""
        ...


@dataclass(frozen=True, slots=True)
class KeptDeletion:
    """A scope whose former rows the person keeps: how many of how many would go; since when."""

    feed: str
    scope: str
    removed: int
    total: int
    since: datetime

    @property
    def name(self) -> str:
        """Names the scope as a run is asked for it."""
        return f"{self.feed}/{self.scope}"

    def note(self) -> dict[str, Any]:
        """Return the remark that was answered."""
        numbers = {"removed": self.removed, "total": self.total}
        return {"code": CODE, "feed": self.feed, "scope": self.scope, **numbers}


def kept(settings: Values) -> tuple[KeptDeletion, ...]:
    """Return the answers that count, by scope; what does not read is none."""
    stored = settings.get(SETTING, {})
    found = []
    for name, each in sorted(stored.items() if isinstance(stored, dict) else ()):
        feed, _, scope = name.partition("/")
        try:
            since = datetime.fromisoformat(each["since"])
            found.append(KeptDeletion(feed, scope, int(each["removed"]), int(each["total"]), since))
        except (KeyError, TypeError, ValueError):
            continue
    return tuple(found)


def is_kept(settings: Values, note: Mapping[str, Any]) -> bool:
    """Say whether exactly this was answered with «keep»."""
    return any(dict(note) == each.note() for each in kept(settings))


def keep(settings: Values, note: Mapping[str, Any], now: datetime) -> None:
    """Remember that the former rows stay."""
    answer = {"removed": note.get("removed"), "total": note.get("total"), "since": now.isoformat()}
    settings.set(SETTING, {**_stored(settings), f"{note['feed']}/{note['scope']}": answer})


def forget(settings: Values, name: str) -> None:
    """The question is open again, or answered with «remove», or has gone."""
    stored = _stored(settings)
    if name in stored:
        settings.set(SETTING, {other: each for other, each in stored.items() if other != name})


def _stored(settings: Values) -> dict[str, Any]:
    found = settings.get(SETTING, {})
    return dict(found) if isinstance(found, dict) else {}
