"""Whether what is waited for is still wanted: asked by whoever waits, said by whoever called.

A run says `with heeding(look)`; connections look a few times a second while nothing comes, so a
silent portal does not hold up the one who cancelled. What sends an order never heeds: cutting it
off would only leave a doubt.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Look = Callable[[], None]


def _go_on() -> None:
    """Nobody can cancel."""


_LOOK: ContextVar[Look] = ContextVar("look", default=_go_on)


@contextmanager
def heeding(look: Look) -> Iterator[None]:
    """Ask `look` while something is waited for in this thread; what it raises ends the waiting."""
    token = _LOOK.set(look)
    try:
        yield
    finally:
        _LOOK.reset(token)


@contextmanager
def heeding_at_least(look: Look) -> Iterator[None]:
    """The same where nobody has said yet what is to be asked."""
    if _LOOK.get() is not _go_on:
        yield
        return
    with heeding(look):
        yield


def look() -> None:
    """Raise what the caller wants raised when the work is to stop."""
    _LOOK.get()()
