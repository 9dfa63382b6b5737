"""Every text a buyer can see exists in Russian, and every coded error has its three sentences."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from b2bdesk.texts import errors
from b2bdesk.texts.door import catalogue
from devtools.msgids import Unreadable, messages
from devtools.texts_report import compare
from tests.architecture.source import Module, calls, expect_none, product

# Their `tr(name)` looks up names of a table whose texts their own tests walk through.
_TABLES = ("b2bdesk/texts/",)


def test_every_text_has_russian() -> None:
    missing = [f"{m.place} {m.context} {m.msgid!r}" for m in compare().missing]
    expect_none(missing, "see: python3 dev.py po")


def test_every_text_can_be_read_from_the_code() -> None:
    """A computed text cannot be proved to have a translation."""
    computed = [
        message.place
        for message in messages()
        if isinstance(message, Unreadable) and not message.place.startswith(_TABLES)
    ]
    expect_none(computed)


def test_every_error_that_is_raised_has_its_texts() -> None:
    unknown = [
        place for module in product() for code, place in _raised(module) if not errors.known(code)
    ]
    expect_none(unknown, "add them to b2bdesk/texts/error_texts/")


def test_the_texts_of_errors_have_russian() -> None:
    russian = catalogue("ru")
    missing = {
        f"{code}: {text!r}"
        for code, texts in errors.TEXTS.items()
        for text in texts
        if text != "{text}" and not russian.has(text)
    }
    expect_none(missing, "add them to resources/i18n/ru/errors.po")


def _raised(module: Module) -> Iterator[tuple[str, str]]:
    """Yield each code named where an error is made, and the place."""
    for call in calls(module, "Expected", "Environment", "Refused"):
        for code in _literals(call.args[0]) if call.args else ():
            yield code, module.at(call, code)


def _literals(value: ast.expr) -> Iterator[str]:
    if isinstance(value, ast.IfExp):
        yield from (*_literals(value.body), *_literals(value.orelse))
    elif isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
