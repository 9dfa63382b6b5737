"""Texts of error codes and statuses in both languages."""

from __future__ import annotations

import ast
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

import b2bdesk
from b2bdesk.texts import language, reasons, set_language
from b2bdesk.texts.errors import AREAS, TEXTS, describe, fill, known
from b2bdesk.texts.formats import NBSP
from b2bdesk.texts.statuses import STATUSES, status_text
from b2bdesk.trade import status

PACKAGE = Path(b2bdesk.__file__).parent


@pytest.fixture(autouse=True)
def russian() -> Iterator[None]:
    before = language()
    set_language("ru")
    yield
    set_language(before)


def raised_codes(*names: str) -> dict[str, str]:
    """Codes of all calls such as `Expected("…")` in the package, with their place."""
    found: dict[str, str] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                first = node.args[0] if node.args else None
                if node.func.id in names and isinstance(first, ast.Constant):
                    found.setdefault(str(first.value), path.relative_to(PACKAGE).as_posix())
    return found


def test_every_code_that_is_raised_has_a_text() -> None:
    codes = raised_codes("Expected", "Environment", "Refused", "Problem")
    missing = {code: place for code, place in codes.items() if not known(code)}
    assert not missing


def test_every_reason_and_mark_has_a_sentence() -> None:
    assert set(raised_codes("Reason")) <= {*reasons.IMPORT, *STATUSES["import"]}
    assert set(raised_codes("Mark")) <= set(reasons.CART)


def test_reasons_are_printed_in_the_language_of_the_reader() -> None:
    params = {"from": "55.5", "to": "1000", "multiple": "50", "minimum": "0"}
    assert reasons.import_reason("rounded_up", params) == (f"кратность 50: 55,5 → 1{NBSP}000")
    assert reasons.import_reason("bad_text", {"text": "10.5"}) == "не число: 10.5"
    assert reasons.import_reason("no_price") == "нет цены"
    assert reasons.import_reason("brand_new") == "brand_new"
    prices = {"old_e5": 1_234_000, "new_e5": 1_300_000, "percent_e2": 535}
    assert reasons.cart_mark("price_up", prices) == "цена выросла с 12,34 до 13,00"
    assert reasons.cart_mark("price_changed") == "цена изменилась"
    assert reasons.undo_label("add_lines", {"n": 37}) == "добавление строк: 37"
    assert reasons.undo_label("brand_new") == "brand_new"


def test_areas_are_sorted_and_do_not_overlap() -> None:
    assert sum(len(area.TEXTS) for area in AREAS) == len(TEXTS)
    for area in AREAS:
        assert list(area.TEXTS) == sorted(area.TEXTS)


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_a_text_says_what_happened_what_was_kept_and_what_to_do(code: str) -> None:
    for lang in ("ru", "en"):
        set_language(lang)
        text = describe(code, {"text": "x", "file": "a.xlsx"})
        assert text.title
        assert text.next_step
        assert not text.title.endswith(".")
        assert text.next_step.endswith((".", "--help."))
        assert "{" not in text.one_line()


def test_parameters_are_printed_by_their_name() -> None:
    text = describe("credit_limit", {"sum_minor": 12_345_600, "free_minor": 100})
    assert text.sentence.startswith(f"Сумма заказа 123{NBSP}456,00{NBSP}₽, свободно 1,00{NBSP}₽.")
    params: dict[str, object] = {
        "a_e3": 2500, "b_e5": 1_234_000, "c_minor": 5, "currency": "USD",
        "day": dt.date(2026, 11, 1), "n": 1500, "flag": True, "name": "Болт",
    }  # fmt: skip
    assert fill("{a_e3} {b_e5} {c_minor} {day} {n} {flag} {name}", params) == (
        f"2,5 12,34 0,05{NBSP}$ 01.11.2026 1{NBSP}500 True Болт"
    )


def test_a_missing_parameter_leaves_no_hole() -> None:
    assert fill("Нет связи ({portal}).", {}) == "Нет связи."
    assert fill("Заказ сохранён; строк: {count}.", {}) == "Заказ сохранён."
    assert fill("Строк: {count}; заказ сохранён.", {}) == "Заказ сохранён."
    assert fill("Портал молчит {seconds} с", {}) == "Портал молчит  с"
    assert fill("На {date} нет.", {"date": "2026-11-24"}) == "На 24.11.2026 нет."
    assert fill("На {date} нет.", {"date": "завтра"}) == "На завтра нет."
    assert "()" not in describe("network_unreachable").one_line()
    assert (
        "(https://p.example)"
        in describe("network_unreachable", {"portal": "https://p.example"}).sentence
    )


def test_a_bare_status_names_who_answered_in_place_of_the_portal() -> None:
    text = describe("http_413", {"portal": "x"})
    assert "413" in text.sentence
    assert "http_" not in text.one_line()


def test_a_code_of_a_newer_portal_is_named_honestly() -> None:
    assert not known("strange_new_code")
    text = describe("strange_new_code")
    assert "strange_new_code" in text.sentence
    assert text.one_line().count("..") == 0


def test_requisite_checks_have_texts() -> None:
    assert {"inn_format", "kpp_required", "ogrn_checksum", "bik_prefix", "ean_format"} <= set(TEXTS)


def test_statuses_of_trade_have_texts() -> None:
    assert set(status.DERIVED) == set(STATUSES["order"])
    assert set(status.LINE_STATES) == set(STATUSES["line"])
    assert set(status.PAYMENTS) == set(STATUSES["payment"])
    assert set(status.RESERVES) == set(STATUSES["reserve"])
    assert set(status.SHIPMENTS) == set(STATUSES["shipment"])


def test_statuses_read_in_both_languages_and_unknown_ones_pass() -> None:
    assert status_text("order", "in_work") == "в работе"
    assert status_text("outbox", "unknown") == "ответ потерян, проверяется"
    assert status_text("order", "beamed_up") == "beamed_up"
    set_language("en")
    assert status_text("import", "matched") == "found"


def test_a_state_is_told_by_its_words() -> None:
    sentence = describe("outbox_state", {"state": "needs_user"}).sentence
    assert "needs_user" not in sentence
    assert status_text("outbox", "needs_user") in sentence
