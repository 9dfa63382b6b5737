"""Facts a supplier enters by hand: more legal entities, contracts, price rules, debts, prices."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from b2bdesk.portal.__main__ import main
from tests.portal.test_commands import Portal, run  # noqa: F401

INN, OTHER = "7707083893", "500100732259"


@pytest.fixture
def made(run: Portal) -> Portal:  # noqa: F811
    run("init")
    run("company", "add", "--name", "ООО «Ромашка»", "--inn", INN, "--kpp", "770701001")
    return run


def contracts(portal: Portal, inn: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(portal("contract", "list", "--inn", inn)[1])
    return found


def wrong(portal: Portal, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = main([*words, "--db", portal.db])
    return code, capsys.readouterr().err


def test_a_company_gets_entities_consignees_and_contracts(made: Portal) -> None:
    assert made("entity", "add", "--company", INN, "--name", "ИП Лебедев", "--inn", OTHER)[0] == 0
    assert made("entity", "add", "--company", INN, "--name", "ИП Лебедев", "--inn", OTHER)[0] == 6
    assert made("entity", "consignee", "--of", OTHER, "--name", "Склад", "--inn", INN,
                "--kpp", "770701001")[0] == 0  # fmt: skip
    first, second = json.loads(made("entity", "list")[1])
    assert (first["company"], second["company"]) == ("ООО «Ромашка»", "ООО «Ромашка»")
    assert second["consignees"] == [{"name": "Склад", "inn": INN}]
    code, contract = made(
        "contract", "add", "--inn", OTHER, "--number", "2-К", "--id", "c2", "--currency", "cny",
        "--minimum-sum", "500.50", "--closed-weekdays", "6,7", "--deferral-days", "45",
    )  # fmt: skip
    assert (code, contract) == (0, "c2")
    (row,) = contracts(made, OTHER)
    assert (row["number"], row["currency"], row["minimum_sum"]) == ("2-К", "CNY", "500.50")
    assert row["delivery_methods"], "it can be ordered by at once"
    assert made("contract", "add", "--inn", OTHER, "--number", "2-К")[0] == 5
    assert made("contract", "add", "--inn", "7811543219", "--number", "1")[0] == 6


def test_price_rules_and_rates_are_those_of_the_wire(
    made: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    contract = contracts(made)[0]["id"]
    rule = {"id": "d1", "kind": "percent_off", "on": "all", "value": "3.5"}
    rate = {"from": "RUB", "to": "CNY", "rate": "0.0881"}
    words = ("--price-rule", json.dumps(rule), "--rate", json.dumps(rate))
    assert made("contract", "set", contract, *words)[0] == 0
    row = contracts(made)[0]
    assert (row["price_rules"], row["rates"]) == ([rule], [rate])
    made("contract", "set", contract, "--price-rule", "none")
    assert (contracts(made)[0]["price_rules"], contracts(made)[0]["rates"]) == ([], [rate])
    odd = json.dumps({"id": "x", "kind": "raffle", "value": "1"})
    assert wrong(made, capsys, "contract", "set", contract, "--price-rule", odd)[0] == 5
    assert wrong(made, capsys, "contract", "set", contract, "--rate", '{"rate": "x"}')[0] == 5


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--minimum-sum", "-5"),
        ("--credit-limit", "-0.01"),
        ("--deferral-days", "-7"),
        ("--delivery", '{"id": "a", "name": "A", "kind": "pickup", "cost": "-5"}'),
        ("--payment", '{"id": "", "name": "A", "kind": "transfer"}'),
        ("--assortment", "nowhere"),
    ],
)
def test_what_no_contract_can_have_is_refused(
    made: Portal, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    before = contracts(made)
    code, told = wrong(made, capsys, "contract", "set", before[0]["id"], *words)
    assert (code, bool(told.strip())) == (5, True)
    assert contracts(made) == before


def test_debts_fall_due_and_are_paid(made: Portal, capsys: pytest.CaptureFixture[str]) -> None:
    contract = contracts(made)[0]["id"]
    add = ("settlement", "add", contract)
    owed = made(*add, "--debit", "1000.10", "--due", "2020-01-31", "--number", "УПД-1")
    assert json.loads(owed[1]) == {"debt": "1000.10", "overdue": "1000.10"}
    made(*add, "--debit", "500", "--due", "2999-01-31")
    paid = made(*add, "--credit", "400.10")
    assert json.loads(paid[1]) == {"debt": "1100.00", "overdue": "600.00"}
    told = json.loads(made("settlement", "list", contract)[1])
    assert (told["overdue"], len(told["entries"])) == ("600.00", 3)
    for words in ((), ("--debit", "1", "--credit", "1"), ("--debit", "-1"), ("--credit", "much")):
        assert wrong(made, capsys, *add, *words)[0] == 5
    assert wrong(made, capsys, "settlement", "list", "nobody")[0] == 6


def test_a_list_is_loaded_for_another_price_type(made: Portal, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Артикул;Наименование;Цена\nА-1;Болт;10,00\n", encoding="utf-8")
    made("price-type", "add", "--id", "net", "--name", "Без НДС", "--net")
    assert made("load", str(path))[0] == 0
    path.write_text("Артикул;Наименование;Цена\nА-1;Болт;8,00\n", encoding="utf-8")
    assert made("load", str(path), "--price-type", "net")[0] == 0
    assert json.loads(made("stats", "--json")[1])["prices"] == 2
    assert made("load", str(path), "--price-type", "gold")[0] == 5
