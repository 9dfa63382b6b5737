"""A portal set up by its own command line; the buyer's command line says its rules beforehand."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from b2bdesk.portal.__main__ import main
from b2bdesk.portal.storage.work import open_storage
from tests.support.buyer import Buyer
from tests.support.portal import serving

LIST = """Артикул;Наименование;Цена;Ед.;Остаток;Кратность
А-1;Болт;10,00;шт;1000;10
А-2;Гайка;2,50;шт;5;1
А-3;Шайба;100,00;шт;1000;5
"""
TRUCK = {"id": "truck", "name": "Доставка", "kind": "delivery", "minimum": "2000.00"}
SELF = {"id": "self", "name": "Самовывоз", "kind": "pickup"}
BANK = {"id": "bank", "name": "Безнал", "kind": "transfer"}
LATER = {"id": "later", "name": "Отсрочка", "kind": "deferral"}


@dataclass
class Supplier:
    """Types commands of the portal."""

    db: str
    folder: Path
    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    def __call__(self, *words: str, stdin: str = "") -> str:
        self.monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        code = main([*words, "--db", self.db])
        told = self.capsys.readouterr()
        assert code == 0, told.err
        return told.out.strip()

    def rules(self, *words: str) -> None:
        (contract,) = json.loads(self("contract", "list"))
        self("contract", "set", contract["id"], *words)

    def load(self, text: str) -> None:
        path = self.folder / "list.csv"
        path.write_text(text, encoding="utf-8")
        self("load", str(path))


def as_json(*objects: dict[str, Any]) -> list[str]:
    return [json.dumps(each, ensure_ascii=False) for each in objects]


@pytest.fixture
def supplier(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Supplier:
    made = Supplier(str(tmp_path / "portal.db"), tmp_path, capsys, monkeypatch)
    made("init", "--name", "ООО «Опт»", "--inn", "7707083893")
    made.load(LIST)
    made("company", "add", "--name", "ООО «Ромашка»", "--inn", "7707083893", "--kpp", "770701001")
    made("user", "add", "--login", "anna", "--password-stdin", "--role", "buyer",
         "--company", "7707083893", stdin="long enough\n")  # fmt: skip
    made("address", "add", "--inn", "7707083893", "--id", "store", "--name", "Склад", "--text", "1")
    made("address", "add", "--inn", "7707083893", "--id", "far", "--name", "Дача", "--text", "2")
    truck, self_, bank, later = as_json(TRUCK, SELF, BANK, LATER)
    both = {"delivery_method": "truck", "address_ids": ["store"], "payment_methods": ["bank"]}
    first, second = as_json(both, {"delivery_method": "self"})
    made.rules(
        "--delivery", truck, "--delivery", self_, "--payment", bank, "--payment", later,
        "--combination", first, "--combination", second,
        "--closed-weekdays", "1,2,3,4,5,6,7", "--cut-off", "none",
    )  # fmt: skip
    return made


@pytest.fixture
def buyer(supplier: Supplier, tmp_path: Path) -> Iterator[Buyer]:
    token = supplier("token", "add", "--user", "anna")
    storage = open_storage(supplier.db)
    try:
        with serving(storage) as url:
            made = Buyer(tmp_path / "home", url, token)
            made.json("sync")
            wanted = tmp_path / "wanted.csv"
            wanted.write_text("А-1;50\nА-2;10\nА-3;5\n", encoding="utf-8")
            made.json("import", str(wanted), "--cart", "June", codes=(0, 2))
            yield made
    finally:
        storage.close()


def check(buyer: Buyer, *words: str) -> dict[str, bool]:
    """Codes of the problems of a check, and whether they stop the order."""
    _, out, _ = buyer.run("cart", "check", "June", *words, "--json")
    return {each["code"]: each["blocking"] for each in json.loads(out)["problems"]}


def refused(buyer: Buyer, *words: str) -> str:
    code, out, _ = buyer.run("cart", "send", "June", "--yes", *words, "--json")
    assert code == 6, out
    return str(json.loads(out)["error"]["code"])


def test_rules_of_the_contract_are_said_before_sending(buyer: Buyer) -> None:
    truck = ("--delivery", "truck", "--address", "Склад", "--payment", "bank")
    assert check(buyer, *truck) == {"short": False, "below_delivery_minimum": True}
    assert refused(buyer, *truck) == "below_delivery_minimum"
    elsewhere = check(buyer, "--delivery", "truck", "--address", "Дача")
    assert elsewhere["combination_not_allowed"] is True
    unpaid = check(buyer, "--delivery", "truck", "--address", "Склад", "--payment", "later")
    assert unpaid["combination_not_allowed"] is True
    assert refused(buyer, "--delivery", "balloon") == "combination_not_allowed"
    closed = check(buyer, "--delivery", "self", "--ship-date", "2051-06-05")
    assert closed["date_not_available"] is True
    stranger = check(buyer, "--delivery", "self", "--consignee", "500100732259")
    assert stranger["consignee_unknown"] is True
    assert check(buyer, "--delivery", "self") == {"short": False}


def test_what_changed_at_the_portal_since_is_said_by_its_quote(
    buyer: Buyer, supplier: Supplier
) -> None:
    supplier.rules("--minimum-sum", "5000", "--credit-limit", "100")
    found = check(buyer, "--delivery", "self")
    assert (found["below_minimum_sum"], found["credit_limit"]) == (True, True)
    assert refused(buyer, "--delivery", "self") == "below_minimum_sum"
    buyer.json("sync")
    assert check(buyer, "--delivery", "self")["below_minimum_sum"] is True
    supplier.rules("--minimum-sum", "none", "--credit-limit", "none")
    buyer.json("sync")
    code, out, _ = buyer.run("cart", "send", "June", "--yes", "--delivery", "self", "--json")
    assert (code, json.loads(out)["orders"][0]["state"]) == (0, "accepted")


def test_conditions_the_portal_dropped_since_are_said_with_its_values(
    buyer: Buyer, supplier: Supplier
) -> None:
    gone = as_json({"id": "self", "name": "Самовывоз", "kind": "pickup"})
    supplier.rules("--combination", "none", "--delivery", *gone, "--minimum-sum", "1500.50")
    truck = ("--delivery", "truck", "--address", "Склад", "--payment", "bank")
    _, out, _ = buyer.run("cart", "check", "June", *truck, "--json")
    said = {each["code"]: each["message"] for each in json.loads(out)["problems"]}
    assert "Самовывоз" in said["combination_not_allowed"], "what the portal offers now"
    assert "1,500.50" in said["below_minimum_sum"]
    assert refused(buyer, *truck) in said
    outbox = buyer.run("outbox", "list", "--json")[1]
    assert json.loads(outbox) == [], "an order that would be refused is not sealed"


def test_a_price_is_kept_refused_while_it_is_higher_and_taken_when_it_fell(
    buyer: Buyer, supplier: Supplier
) -> None:
    supplier.load(LIST.replace("10,00", "11,00"))
    code, found = buyer.run("cart", "prices", "June", "--online", "--keep", "--json")[:2]
    assert (code, [each["decision"] for each in json.loads(found)["lines"]]) == (0, ["keep"])
    assert "price_kept" in check(buyer, "--delivery", "self")
    code, out, _ = buyer.run("cart", "send", "June", "--yes", "--delivery", "self", "--json")
    assert (code, json.loads(out)["orders"][0]["reason"]) == (6, "price_changed")
    buyer.json("sync")  # 11.00 is known here now; the supplier comes down before the order does
    supplier.load(LIST.replace("10,00", "9,00"))
    sealed = buyer.run("cart", "send", "June", "--yes", "--delivery", "self", "--json")
    order = json.loads(sealed[1])["orders"][0]
    assert (sealed[0], order["state"]) == (0, "accepted")
    assert order["portal_total"] == "975.00", "50 at 9.00, whatever was known here"


@pytest.mark.parametrize(
    ("language", "words"), [("ru", "Заказ слишком мал"), ("en", "Too small an order")]
)
def test_refusals_read_in_both_languages(
    buyer: Buyer, language: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Buyer, "env", _speaking(language, Buyer.env))
    truck = ("--delivery", "truck", "--address", "Склад", "--payment", "bank")
    _, _, told = buyer.run("cart", "send", "June", "--yes", *truck)
    assert words in told


def _speaking(language: str, env: Any) -> Any:
    def spoken(buyer: Buyer) -> dict[str, str]:
        return {**env(buyer), "B2BDESK_LANG": language}

    return spoken
