"""What a person reads when something fails: title, sentence and next step of a code.

`Expected` and `Environment` carry a code and parameters; every way out (banner, dialog, command
line, portal page) asks `describe`. The English texts stand in `error_texts/`, a file per area
(listed in `AREAS`): add yours there, sorted by code, and its Russian to resources/i18n/ru. UX
principle 8: say what happened, what was kept, what to do.

Parameters are printed by their name: `…_minor` as money (in `currency`), `…_e3` as a quantity,
`…_e5` as a price, `…date` as a date, integers with groups, the rest as text. One without a value
takes its brackets or its clause along.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from b2bdesk.texts import formats
from b2bdesk.texts.door import tr
from b2bdesk.texts.error_texts import (
    carts,
    files,
    machine,
    network,
    orders,
    portal,
    price_lists,
    syncing,
    typed,
    unattended,
)
from b2bdesk.texts.statuses import status_text

AREAS = (carts, files, machine, network, orders, portal, price_lists, syncing, typed, unattended)
TEXTS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {code: text for area in AREAS for code, text in area.TEXTS.items()}
)
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_BRACKETS = re.compile(r" ?\(\{(\w+)\}\)")
_CLAUSE = re.compile(r"(?:^|[.;])[^.;]*\{(\w+)\}[^.;]*")
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
BARE_STATUS = "http_"
_STATES = {"order_state": "order", "outbox_state": "outbox"}


@dataclass(frozen=True, slots=True)
class ErrorText:
    """Ready sentences in the language in force."""

    title: str
    sentence: str
    next_step: str

    def one_line(self) -> str:
        """All of it for a log line, a status cell or stderr."""
        return " ".join(
            _ended(part) for part in (self.title, self.sentence, self.next_step) if part
        )


def known(code: str) -> bool:
    """True when a code has a text."""
    return code in TEXTS or code.startswith(BARE_STATUS)


def describe(code: str, params: Mapping[str, object] | None = None) -> ErrorText:
    """The texts of a code; an unknown one (a newer portal) is named honestly.

    Args:
        code: as carried by the error or sent by the portal.
        params: values of the placeholders; missing ones are left out. `what` names which of
            several cases of a code it is, where they have texts of their own ("code.what").
    """
    texts = TEXTS.get(f"{code}.{(params or {}).get('what')}", TEXTS.get(code))
    if texts is None and code.startswith(BARE_STATUS):
        # a status without the portal's own document: whoever answered was not the portal
        texts = TEXTS["http_status"]
        params = {**(params or {}), "status": code.removeprefix(BARE_STATUS)}
    if texts is None:
        return ErrorText(
            tr("This did not work"),
            tr("The reason given is “{code}”; nothing else was changed.").format(code=code),
            tr("Try again; if it happens again, tell the supplier."),
        )
    if code in _STATES and params and "state" in params:
        params = {**params, "state": status_text(_STATES[code], str(params["state"]))}
    title, sentence, step = (fill(tr(text), params or {}) for text in texts)
    return ErrorText(title, sentence, step)


def fill(text: str, params: Mapping[str, object]) -> str:
    """Put parameters into a text, each printed as its name says."""

    def dropped(match: re.Match[str]) -> str:
        names = _PLACEHOLDER.findall(match[0])
        return match[0] if all(params.get(name) is not None for name in names) else ""

    whole = _CLAUSE.sub(dropped, _BRACKETS.sub(dropped, text)).lstrip(".; ")
    if whole != text:
        whole = whole[:1].upper() + whole[1:]
    return _PLACEHOLDER.sub(lambda match: _shown(match[1], params), whole or text).strip()


def _shown(name: str, params: Mapping[str, object]) -> str:
    value = params.get(name)
    if value is None:
        return ""
    if isinstance(value, str) and name.endswith("date") and _ISO_DATE.fullmatch(value):
        return formats.date(dt.date.fromisoformat(value))
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
