"""Folding of articles and names, and its agreement with SQLite's tokenizer."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2bdesk.trade.article import match_keys
from b2bdesk.trade.fold import (
    fold_article,
    fold_articles,
    fold_name,
    strip_zeros,
    swap_layout,
    untransliterate,
    words,
)

TRADE_ALPHABET = st.sampled_from(
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяАВЕКМНОРСТХУЁЖabcxyzABCKMHOPTXYDIN0123456789"
    " \t\u00a0.,/-–_*×+()\"'«»№#%°²³½éÅäèöÖüßñıİſ\u0301\u0306\u0308:;&"
)
TRADE_TEXT = st.text(TRADE_ALPHABET, max_size=40)


@pytest.mark.parametrize(
    "spellings",
    [
        ("АБВ-00123", "абв 00123", "АБВ00123", "АБB.00123", "АБВ_00123", "а б в/00123"),
        ("85123A", "85123а", "85123А ", "85-123a"),
        ("3х2,5", "3x2.5", "3×2,5", "3*2.5", "3Х2-5"),
        ("ЁЖ-1", "еж1", "ЕЖ 1"),
        ("CAFÉ", "cafe", "CAFE\u0301"),
        ("й1", "И\u03061", "Й-1"),
    ],
)
def test_articles_of_one_kind_fold_together(spellings: tuple[str, ...]) -> None:
    assert len({fold_article(each) for each in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("АБВ-1", "АБВ-10"), ("A+", "A"), ("И1", "Й1"), ("0", "O"), ("З", "3")]
)
def test_different_articles_stay_apart(one: str, other: str) -> None:
    assert fold_article(one) != fold_article(other)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Болт DIN 933 М8×30, оц.", "болт din 933 m8x30 оц"),
        ("болт ДИН933 M8х30 оц", "болт din 933 m8x30 оц"),
        ("Кабель ВВГнг 3х2,5", "кабель ввгнг 3x2.5"),
        ("КАБЕЛЬ ВВГнг 3 x 2.5", "кабель ввгнг 3x2.5"),
        ("кабель ввгнг 3*2,5", "кабель ввгнг 3x2.5"),
        ("Шуруп 3 х 4 х 5", "шуруп 3x4x5"),
        ("ГОСТ 7798-70", "гост 7798 70"),
        ("ГOCT7798–70", "гост 7798 70"),
        ("ISO4014", "iso 4014"),
        ("исо 4014", "iso 4014"),
        ("gost 10704", "гост 10704"),
        ("Bолт", "волт"),
        ("Щётка  «Ёжик»", "щетка ежик"),
        ('Кран 1/2" (латунь)', "кран 1/2 латунь"),
        ("Плёнка 100 м²", "пленка 100 m2"),
        ("Труба 12,5 мм.", "труба 12.5 мм"),
        ("а,б.в/г", "а б в г"),
        ("набор * 5", "набор 5"),
        ("Röhre Ø8 Å", "rohre ø8 a"),
        ("х/б перчатки", "х б перчатки"),
        ("  ", ""),
    ],
)
def test_names_fold_to_one_spelling(text: str, folded: str) -> None:
    assert fold_name(text) == folded


@given(st.text(max_size=60) | TRADE_TEXT)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold_name(fold_name(text)) == fold_name(text)
    assert fold_article(fold_article(text)) == fold_article(text)


@given(TRADE_TEXT)
def test_words_are_the_tokens_of_fts5(text: str) -> None:
    base = sqlite3.connect(":memory:")
    try:
        base.execute("CREATE VIRTUAL TABLE t USING fts5(name, tokenize='unicode61')")
        base.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, instance)")
        base.execute("INSERT INTO t VALUES (?)", (fold_name(text),))
        tokens = [row[0] for row in base.execute("SELECT term FROM v ORDER BY offset")]
    finally:
        base.close()
    assert words(text) == tokens


def test_leading_zeros_are_stripped_but_for_one() -> None:
    assert strip_zeros("00123") == "123"
    assert strip_zeros("A00") == "A00"
    assert strip_zeros("000") == "0"
    assert strip_zeros("") == ""


def test_an_article_has_a_key_per_level() -> None:
    keys = match_keys("\u00a000-77а ")
    assert keys == ("\u00a000-77а ", "00-77а", "00-77а", "0077A", "77A")
    assert match_keys("35809A").trimmed != match_keys("35809a").trimmed
    assert match_keys("35809A").caseless == match_keys("35809a").caseless


@given(st.text(max_size=30))
def test_a_key_once_equal_stays_equal_on_later_levels(text: str) -> None:
    spaced = match_keys(f" {text} ")
    plain = match_keys(text)
    assert spaced[1:] == plain[1:]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ghbdtn", "привет"),
        ("привет", "ghbdtn"),
        (",jkn", "болт"),
        ("ищде", "bolt"),
        ("Gjgh", "Попр"),
        ("123", "123"),
        ("", ""),
    ],
)
def test_the_other_layout(typed: str, meant: str) -> None:
    assert swap_layout(typed) == meant


@given(st.text(st.sampled_from("абвгдежзийклмнопрстуфхцчшщъыьэюя "), min_size=1))
def test_the_other_layout_and_back(text: str) -> None:
    if any(char not in "хъжэбю " for char in text):
        typed = swap_layout(text)
        if sum("a" <= char <= "z" for char in typed):
            assert swap_layout(typed) == text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("bolt", "болт"), ("shayba", "шайба"), ("gayka", "гайка"), ("shurup", "шуруп"),
        ("samorez", "саморез"), ("kabel'", "кабель"), ("shchotka", "щотка"), ("Gvozd'", "гвоздь"),
        ("bolt m8", "болт м8"),
    ],
)  # fmt: skip
def test_latin_letters_become_russian_words(typed: str, meant: str) -> None:
    assert meant in untransliterate(typed)


def test_spellings_are_few_and_none_for_russian() -> None:
    assert len(untransliterate("lleexxyycc")) <= 8
    assert untransliterate("болт 8") == []


@given(st.lists(st.text(alphabet="AБé-~ß 0х", max_size=6), max_size=30))
def test_articles_folded_together_are_those_folded_alone(texts: list[str]) -> None:
    assert fold_articles(texts) == [fold_article(each) for each in texts]
