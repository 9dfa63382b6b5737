"""Every text in the code has Russian, with the same placeholders and by the rules of UX §10."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import b2bdesk
from b2bdesk.texts import reasons
from b2bdesk.texts.errors import TEXTS
from b2bdesk.texts.po import Entry, read_po
from b2bdesk.texts.resources import resources_dir
from b2bdesk.texts.statuses import STATUSES

PACKAGE = Path(b2bdesk.__file__).parent
RUSSIAN = resources_dir() / "i18n" / "ru"
DOORS = ("tr", "trn", "trc", "mark")
PLACEHOLDER = re.compile(r"\{(\w*)[^}]*\}")
FORMAL_YOU = re.compile(r"(?<![.!?…] )(?<!^)\bВ(?:ы|ас|ам|аш\w*)\b")
WITHOUT_YO = re.compile(
    r"\b(?:еще|счет(?:ом|у|е)?|отчет\w*|принят(?=ый)|найден(?=ный)|учет\w*|расчет\w*|черн(?=ый)|"
    r"объем\w*|ее|мое|твое|все(?= равно)|пришел|ушел|идет|ждет|дает|несет|возьмет)\b",
    re.IGNORECASE,
)
Message = tuple[str, str]


def messages_of(path: Path) -> Iterator[Message]:
    """(context, msgid) of every call of the door with literal arguments."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            values = [each.value for each in node.args if isinstance(each, ast.Constant)]
            texts = [each for each in values if isinstance(each, str)]
            if name in DOORS and texts:
                yield from call_messages(name, texts)


def call_messages(name: str, texts: list[str]) -> Iterator[Message]:
    if name == "trc":
        yield from [(texts[0], texts[1])] if len(texts) > 1 else []
    elif name == "mark":
        yield (texts[1] if len(texts) > 1 else "", texts[0])
    else:
        yield ("", texts[0])


def all_messages() -> dict[Message, str]:
    found: dict[Message, str] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for message in messages_of(path):
            found.setdefault(message, path.relative_to(PACKAGE).as_posix())
    for code, texts in TEXTS.items():
        for text in texts:
            found.setdefault(("", text), f"error {code}")
    for text in (
        *reasons.IMPORT.values(),
        *reasons.CART.values(),
        *reasons.UNDO.values(),
        *reasons.SUBSTITUTES.values(),
    ):
        found.setdefault(("", text), "reasons")
    for kind, table in STATUSES.items():
        for text in table.values():
            found.setdefault((f"status {kind}", text), f"status {kind}")
    return found


def entries() -> list[tuple[str, Entry]]:
    return [
        (path.name, entry)
        for path in sorted(RUSSIAN.glob("*.po"))
        for entry in read_po(path)
        if entry.msgid
    ]


def test_every_message_has_russian() -> None:
    russian = {(entry.context, entry.msgid) for _, entry in entries()}
    missing = {
        message: place for message, place in all_messages().items() if message not in russian
    }
    lines = [f"{place}: {message}" for message, place in sorted(missing.items())]
    assert not missing, "no Russian for\n" + "\n".join(lines)


def test_russian_has_the_placeholders_of_the_english() -> None:
    for name, entry in entries():
        allowed = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.plural))
        for form in entry.forms.values():
            used = set(PLACEHOLDER.findall(form))
            assert used <= allowed, f"{name}: {entry.msgid!r} -> {form!r}"
            if not entry.plural:
                assert used == allowed, f"{name}: {entry.msgid!r} -> {form!r}"


def test_plurals_have_three_russian_forms() -> None:
    for name, entry in entries():
        assert sorted(entry.forms) == ([0, 1, 2] if entry.plural else [0]), f"{name}: {entry.msgid}"


def test_russian_keeps_the_rules_of_the_house() -> None:
    for name, entry in entries():
        for form in entry.forms.values():
            assert not FORMAL_YOU.search(form), f"{name}: «вы» is lower case: {form}"
            assert not WITHOUT_YO.search(form), f"{name}: ё is written: {form}"
            assert form == form.strip() or entry.msgid != entry.msgid.strip(), f"{name}: {form!r}"


def test_the_scanner_sees_all_doors(tmp_path: Path) -> None:
    source = tmp_path / "sample.py"
    source.write_text(
        'tr("a")\ntrn("{n} b", "{n} bs", n)\ntrc("x", "c")\nmark("d")\nmark("e", "y")\ntr(name)\n',
        encoding="utf-8",
    )
    assert sorted(messages_of(source)) == [
        ("", "a"), ("", "d"), ("", "{n} b"), ("x", "c"), ("y", "e"),
    ]  # fmt: skip


@pytest.mark.parametrize("path", sorted(RUSSIAN.glob("*.po")), ids=lambda path: path.name)
def test_a_file_translates_a_message_once(path: Path) -> None:
    keys = [(entry.context, entry.msgid) for entry in read_po(path)]
    assert len(keys) == len(set(keys))


def test_areas_agree_on_what_they_share() -> None:
    said: dict[Message, tuple[dict[int, str], str]] = {}
    for name, entry in entries():
        key = (entry.context, entry.msgid)
        forms, first = said.setdefault(key, (entry.forms, name))
        assert forms == entry.forms, f"{first} and {name} differ on {entry.msgid!r}: use trc"
