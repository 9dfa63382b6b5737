"""The translation door: every text a person sees passes here (UI, command line, PDF, portal).

Msgids are plain English; Russian lies in resources/i18n/ru, one .po file per area. The language is
one for the process, chosen at start and switchable at run time: resolve texts when they are shown,
never at import. English needs no catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from b2bdesk.texts.catalogue import Catalogue, load_catalogue
from b2bdesk.texts.detect import ENGLISH, RUSSIAN, system_language
from b2bdesk.texts.resources import resources_dir

_LANGUAGES = {RUSSIAN: "Русский", ENGLISH: "English"}
_english = Catalogue()
_loaded: dict[str, Catalogue] = {ENGLISH: _english}
_active: list[tuple[str, Catalogue]] = []
_scoped: ContextVar[tuple[str, Catalogue] | None] = ContextVar("language", default=None)


def available() -> dict[str, str]:
    """The languages one can switch to: code and its own name."""
    return dict(_LANGUAGES)


def set_language(code: str | None = None) -> str:
    """Switch the language of all texts.

    Args:
        code: "ru" or "en"; None, empty or an unknown code takes the system's language.

    Returns:
        The code that is in force now.
    """
    chosen = code if code in _LANGUAGES else system_language()
    _active[:] = [(chosen, catalogue(chosen))]
    return chosen


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Use one language for texts and formats of a block, in this thread only.

    A Russian form printed from an English desk, a portal's answer in the language of its reader.

    Args:
        code: "ru" or "en"; an unknown code keeps the language in force.
    """
    chosen = code if code in _LANGUAGES else language()
    token = _scoped.set((chosen, catalogue(chosen)))
    try:
        yield
    finally:
        _scoped.reset(token)


def language() -> str:
    """The code of the language in force ("ru", "en")."""
    return _present()[0]


def tr(msgid: str) -> str:
    """The text in the present language; placeholders are filled by the caller's `.format`."""
    return _present()[1].text(msgid)


def trn(singular: str, plural: str, n: int) -> str:
    """The text in the plural form for `n`: `trn("{n} line", "{n} lines", n).format(n=n)`."""
    return _present()[1].count_text(singular, plural, n)


def trc(context: str, msgid: str) -> str:
    """A text whose English word needs different translations: `trc("button", "Order")`."""
    return _present()[1].text(msgid, context)


def mark(msgid: str, context: str = "") -> str:
    """Name a msgid that stands in a table and is translated later by `tr` or `trc`.

    Returns the msgid as it is; the test of translations finds it here, as it finds literals of
    `tr`. Write the context as a literal too.
    """
    del context
    return msgid


def catalogue(code: str) -> Catalogue:
    """The catalogue of a language, read once per process (some 10 ms for Russian)."""
    if code not in _loaded:
        _loaded[code] = load_catalogue(resources_dir() / "i18n" / code)
    return _loaded[code]


def _present() -> tuple[str, Catalogue]:
    scoped = _scoped.get()
    if scoped is not None:
        return scoped
    if not _active:
        set_language()
    return _active[0]
