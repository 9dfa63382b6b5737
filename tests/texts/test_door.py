"""The translation door: languages, plurals, contexts, and the .po files behind it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from b2bdesk.texts import available, language, mark, set_language, tr, trc, trn
from b2bdesk.texts import door as door_module
from b2bdesk.texts.catalogue import load_catalogue
from b2bdesk.texts.detect import pick_language, system_language
from b2bdesk.texts.door import speaking
from b2bdesk.texts.po import Entry, parse_po
from b2bdesk.texts.resources import resources_dir


@pytest.fixture(autouse=True)
def same_language_after() -> Iterator[None]:
    before = language()
    yield
    set_language(before)


def test_both_languages_are_there() -> None:
    assert available() == {"ru": "Русский", "en": "English"}


def test_texts_follow_the_language() -> None:
    assert set_language("ru") == language() == "ru"
    assert tr("just now") == "только что"
    assert trc("of month", "May") == "мая"
    assert trc("month", "May") == "Май"
    assert set_language("en") == "en"
    assert tr("just now") == "just now"
    assert trc("of month", "May") == "May"


def test_a_missing_translation_falls_back_to_english() -> None:
    set_language("ru")
    assert tr("zzz not there") == "zzz not there"
    assert trn("{n} zzz", "{n} zzzs", 1).format(n=1) == "1 zzz"
    assert trn("{n} zzz", "{n} zzzs", 2).format(n=2) == "2 zzzs"
    assert trc("zzz", "May") == "May"


def test_a_block_may_speak_another_language() -> None:
    set_language("en")
    with speaking("ru"):
        assert (language(), tr("just now")) == ("ru", "только что")
    assert (language(), tr("just now")) == ("en", "just now")


def test_the_language_is_the_systems_when_none_was_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door_module, "_active", [])
    monkeypatch.setenv("B2BDESK_LANG", "en")
    assert language() == "en"
    monkeypatch.setenv("B2BDESK_LANG", "ru")
    assert set_language("klingon") == "ru"


def test_a_mark_is_the_text_itself() -> None:
    assert mark("Send") == mark("Send", "button") == "Send"


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("ru_RU.UTF-8", "ru"), ("ru", "ru"), ("be-BY", "ru"), ("kk_KZ", "ru"), ("", "ru"),
        ("C", "ru"), ("C.UTF-8", "ru"), ("POSIX", "ru"), ("en_US.UTF-8", "en"), ("de_DE", "en"),
        ("EN", "en"),
    ],
)  # fmt: skip
def test_languages_of_systems(tag: str, code: str) -> None:
    assert pick_language(tag) == code


def test_the_first_variable_that_is_set_decides() -> None:
    assert system_language({"LC_ALL": "", "LANG": "en_US.UTF-8"}) == "en"
    assert system_language({"LANGUAGE": "ru:en", "LANG": "en_US"}) == "ru"
    assert system_language({"B2BDESK_LANG": "en", "LC_ALL": "ru_RU"}) == "en"


PO = """
# a comment
msgid ""
msgstr ""
"Language: ru\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
"n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"

msgid "Say \\"hi\\"\\n"
msgstr "Скажи "
"«привет»\\n"
msgid "{n} line"
msgid_plural "{n} lines"
msgstr[0] "{n} позиция"
msgstr[1] "{n} позиции"
msgstr[2] "{n} позиций"

#, fuzzy
msgid "unsure"
msgstr "неточно"

msgctxt "noun"
msgid "Order"
msgstr "Заказ"

msgid "untranslated"
msgstr ""
#~ msgid "old"
#~ msgstr "старое"
"""


def parsed(text: str) -> list[Entry]:
    return list(parse_po(text.splitlines(), "test.po"))


def test_po_files_are_read() -> None:
    header, quoted, plural, context = parsed(PO)
    assert header.msgid == ""
    assert (quoted.msgid, quoted.forms[0]) == ('Say "hi"\n', "Скажи «привет»\n")
    assert plural.forms == {0: "{n} позиция", 1: "{n} позиции", 2: "{n} позиций"}
    assert (context.context, context.msgid, context.forms[0]) == ("noun", "Order", "Заказ")


@pytest.mark.parametrize(
    "line", ["msgid without quotes", 'msgfoo "x"', 'msgid "a"b"', 'msgid "\\x"']
)
def test_a_damaged_po_file_is_named_by_its_line(line: str) -> None:
    with pytest.raises(ValueError, match=r"test\.po:2"):
        parsed(f"\n{line}")


def test_plural_forms_follow_the_header(tmp_path: Path) -> None:
    (tmp_path / "a.po").write_text('msgid "x"\nmsgstr "икс"\n', encoding="utf-8")
    (tmp_path / "b.po").write_text(PO, encoding="utf-8")
    catalogue = load_catalogue(tmp_path)
    texts = [catalogue.count_text("{n} line", "{n} lines", n).format(n=n) for n in
             (1, 2, 5, 11, 21, 22, 25, 111, -1)]  # fmt: skip
    assert texts == [
        "1 позиция", "2 позиции", "5 позиций", "11 позиций", "21 позиция", "22 позиции",
        "25 позиций", "111 позиций", "-1 позиция",
    ]  # fmt: skip
    assert catalogue.has("x")
    assert catalogue.has("{n} line")
    assert catalogue.has("Order", "noun")
    assert not catalogue.has("Order")


def test_of_two_translations_the_first_stays(tmp_path: Path) -> None:
    (tmp_path / "a.po").write_text('msgid "x"\nmsgstr "икс"\n', encoding="utf-8")
    (tmp_path / "b.po").write_text('msgid "x"\nmsgstr "ха"\n', encoding="utf-8")
    assert load_catalogue(tmp_path).text("x") == "икс"


def test_a_folder_without_files_is_english(tmp_path: Path) -> None:
    assert load_catalogue(tmp_path).text("Order") == "Order"


def test_resources_lie_beside_the_package_or_in_the_bundle(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert (resources_dir() / "i18n" / "ru" / "formats.po").is_file()
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    assert resources_dir() == tmp_path / "resources"


def test_windows_is_asked_when_no_variable_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    class Kernel:
        def GetUserDefaultUILanguage(self) -> int:  # noqa: N802 - Windows names it
            return 0x0409

    class Windll:
        kernel32 = Kernel()

    monkeypatch.setattr("ctypes.windll", Windll(), raising=False)
    monkeypatch.setattr("sys.platform", "win32")
    assert system_language({}) == "en"
    monkeypatch.setattr("sys.platform", "linux")
    assert system_language({}) == "ru"
