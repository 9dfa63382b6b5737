"""What a person reads when something fails: title, sentence and next step of a code.

`Expected` and `Environment` carry a code and parameters; every way out (banner, dialog, command
line, portal page) asks `describe`. The English texts stand in `error_texts/`, a file per area: add
yours there, sorted by code, and its Russian to resources/i18n/ru/errors.po. UX principle 8: say
what happened, what was kept, what to do.

Parameters are printed by their name: `…_minor` as money (in `currency`), `…_e3` as a quantity,
`…_e5` as a price, dates as dates, integers with groups, the rest as text. One without a parameter
is left out together with the brackets or quotes around it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from b2bdesk.texts import formats
from b2bdesk.texts.door import tr
from b2bdesk.texts.error_texts import files, machine, network, orders, typed

TEXTS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {**network.TEXTS, **orders.TEXTS, **machine.TEXTS, **files.TEXTS, **typed.TEXTS}
)
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_HOLLOW = re.compile(r" ?(?:\( *\)|«»|“”)| (?=[.,;:])| (?= )")


@dataclass(frozen=True, slots=True)
class ErrorText:
    """Ready sentences in the language in force."""

    title: str
    sentence: str
    next_step: str

    def one_line(self) -> str:
        """All of it for a log line, a status cell or stderr."""
        return " ".join(_ended(part) for part in (self.title, self.sentence, self.next_step))


def known(code: str) -> bool:
    """True when a code has a text."""
    return code in TEXTS


def describe(code: str, params: Mapping[str, object] | None = None) -> ErrorText:
    """The texts of a code; an unknown one (a newer portal) is named honestly.

    Args:
        code: as carried by the error or sent by the portal.
        params: values of the placeholders; missing ones are left out.
    """
    texts = TEXTS.get(code)
    if texts is None:
        return ErrorText(
            tr("This did not work"),
            tr("The reason given is “{code}”; nothing else was changed.").format(code=code),
            tr("Try again; if it happens again, tell the supplier."),
        )
    title, sentence, step = (fill(tr(text), params or {}) for text in texts)
    return ErrorText(title, sentence, step)


def fill(text: str, params: Mapping[str, object]) -> str:
    """Put parameters into a text, each printed as its name says."""
    return _HOLLOW.sub("", _PLACEHOLDER.sub(lambda match: _shown(match[1], params), text)).strip()


def _shown(name: str, params: Mapping[str, object]) -> str:
    value = params.get(name)
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return formats.date(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return str(value)
    if name.endswith("_minor"):
        return formats.money(value, str(params.get("currency") or "RUB"))
    if name.endswith("_e3"):
        return formats.quantity(value)
    if name.endswith("_e5"):
        return formats.price(value)
    return formats.number(value)


def _ended(part: str) -> str:
    return part if part.endswith((".", "!", "?", ":")) else part + "."
