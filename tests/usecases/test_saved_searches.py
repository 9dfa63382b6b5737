"""Kept searches: a name for the text of the search field."""

from __future__ import annotations

from typing import Any

import pytest

from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.changes import ChangeSet, News
from b2bdesk.usecases.saved_searches import KEY, SavedSearch, SavedSearches
from b2bdesk.usecases.settings import Settings


class Kept:
    """Settings in memory."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}

    def get(self, key: str) -> Any:
        """Return a value."""
        return self.values.get(key)

    def set(self, key: str, value: Any) -> None:
        """Keep a value."""
        self.values[key] = value


@pytest.fixture
def store() -> Kept:
    """The store behind."""
    return Kept()


@pytest.fixture
def saved(store: Kept) -> SavedSearches:
    """No search is kept yet."""
    return SavedSearches(Settings(store, News()))


def names(saved: SavedSearches) -> list[str]:
    return [each.name for each in saved.all()]


def test_the_newest_stands_first_and_a_name_is_kept_once(saved: SavedSearches) -> None:
    assert saved.keep("Болты", "болт  м8 ").kinds == frozenset({"settings"})
    saved.keep("Дешёвый кабель", "ввг цена<100")
    saved.keep("болты", "болт м10")
    assert saved.all() == (
        SavedSearch("болты", "болт м10"), SavedSearch("Дешёвый кабель", "ввг цена<100"),
    )  # fmt: skip
    assert saved.find(" БОЛТЫ ").text == "болт м10"


def test_a_search_without_a_name_is_called_by_its_text(saved: SavedSearches) -> None:
    saved.keep("  ", "болт м8")
    assert names(saved) == ["болт м8"]


def test_renamed_in_its_place(saved: SavedSearches) -> None:
    saved.keep("а", "1")
    saved.keep("б", "2")
    saved.rename("а", "в")
    assert names(saved) == ["б", "в"]
    assert saved.rename("в", " ") == ChangeSet()
    saved.rename("в", "В")
    assert names(saved) == ["б", "В"]


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda saved: saved.keep("а", "  "), "search_empty"),
        (lambda saved: saved.rename("а", "Б"), "search_name_taken"),
        (lambda saved: saved.rename("нет", "х"), "search_not_saved"),
        (lambda saved: saved.delete("нет"), "search_not_saved"),
    ],
)
def test_what_cannot_be_done_is_said(saved: SavedSearches, act: Any, code: str) -> None:
    saved.keep("а", "1")
    saved.keep("б", "2")
    with pytest.raises(Expected) as caught:
        act(saved)
    assert caught.value.code == code
    assert names(saved) == ["б", "а"]


def test_forgotten(saved: SavedSearches, store: Kept) -> None:
    saved.keep("а", "1")
    saved.delete("А")
    assert saved.all() == ()
    assert store.values[KEY] is None


@pytest.mark.parametrize("told", [None, 7, "x", [1, {"name": 3}, {"name": "", "text": "т"}]])
def test_what_does_not_read_is_left_out(store: Kept, told: Any) -> None:
    store.values[KEY] = told
    assert SavedSearches(Settings(store, News())).all() == ()
