"""News of committed changes: what use cases and sync return, and who hears of it.

A `ChangeSet` is made after a commit and never before; `News` hands it to listeners (the window's
ChangeHub, the command line's progress, tests). Listeners are called on the publishing thread and
must return quickly.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Lock

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What one commit touched.

    Attributes:
        kinds: `carts`, `cart:<id>`, `catalogue`, `prices`, `stock`, `orders`, `documents`,
            `settlements`, `outbox`, `account`, `context`, `settings`, `sync`, `favourites`,
            `watch_fired` (a watched condition came true), `own_codes` (ids of items),
            `own_code_clash` (a colleague means other goods by a code).
        ids: item ids or line ids when the change is small enough to name them; empty = unknown.
        initiator: who asked, so that an editor can keep its caret.
    """

    kinds: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    initiator: str | None = None

    @classmethod
    def of(cls, *kinds: str, ids: Iterable[str] = (), initiator: str | None = None) -> "ChangeSet":
        """Return a change set of the given kinds."""
        return cls(frozenset(kinds), frozenset(ids), initiator)

    def touches(self, *kinds: str) -> bool:
        """Say whether any of the kinds is among the changed ones."""
        return not self.kinds.isdisjoint(kinds)

    def __or__(self, other: "ChangeSet") -> "ChangeSet":
        return ChangeSet(
            self.kinds | other.kinds, self.ids | other.ids, self.initiator or other.initiator
        )


Listener = Callable[[ChangeSet], None]


@dataclass(slots=True)
class News:
    """The one channel from commits to whoever shows them."""

    _listeners: list[Listener] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Add a listener; the returned function removes it again."""
        with self._lock:
            self._listeners.append(listener)

        def remove() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return remove

    def publish(self, changes: ChangeSet) -> None:
        """Tell every listener; a failing listener is logged and does not stop the others."""
        if not changes.kinds:
            return
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            try:
                listener(changes)
            except Exception:
                log.exception("a listener of changes failed")
