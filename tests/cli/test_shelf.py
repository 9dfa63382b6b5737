"""Whole carts on the command line: copy, merge, compare, other contracts, files, undo, the bin."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from b2bdesk.files.cart_file import CartFiles
from b2bdesk.models.queries.resolve import ResolveQueries
from b2bdesk.models.queries.substitutes import Substitutes
from b2bdesk.models.queries.view import Views
from b2bdesk.texts import speaking
from b2bdesk.usecases.cart_exchange import CartExchange
from b2bdesk.usecases.cart_rebind import Rebinding
from b2bdesk.usecases.rows.carts import NewLine
from b2bdesk.usecases.rows.sync import SyncState
from b2bdesk.usecases.substitution import Substitution
from tests.cli.fakes import services, told
from tests.support.desk import TODAY, Account, DeskFixture, Good, contract, entity


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with speaking("en"):
        yield


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskFixture]:
    two = (contract("c1"), contract("c2", number="77"))
    made = DeskFixture(tmp_path, Account((entity("e1", *two),)))
    made.stock_up([Good("nut"), Good("bolt")])
    cart_id = made.carts.create("June").id
    made.carts.add_lines(cart_id, [NewLine("nut", 5_000), NewLine("bolt", 2_000)])
    yield made
    made.close()


def run(desk: DeskFixture, *argv: str) -> tuple[int, Any]:
    state = SyncState(False, True, {"catalog": datetime(2026, 11, 23, tzinfo=UTC)})
    active = SimpleNamespace(active=lambda: (desk.context.entity, desk.context.contract))  # type: ignore[union-attr]
    resolve = ResolveQueries(Views(desk.store, active), lambda: TODAY)  # type: ignore[arg-type]
    over = services(
        carts=desk.carts,
        rebinding=Rebinding(desk.sessions, desk.account),
        substitution=Substitution(desk.sessions, Substitutes(desk.store, desk.account)),
        exchange=CartExchange(desk.carts, CartFiles(), resolve),
        sync=SimpleNamespace(state=lambda: state),
        account=SimpleNamespace(context=lambda: desk.context, entities=desk.account.entities),
    )
    code, out, _err = told(over, *argv, "--json")
    return code, json.loads(out)


def test_copies_are_equal_until_edited(desk: DeskFixture) -> None:
    code, made = run(desk, "cart", "copy", "June", "--name", "July")
    assert (code, made["cart"]["name"], made["added"]) == (0, "July", 2)
    _, found = run(desk, "cart", "compare", "June", "July")
    assert {row["difference"] for row in found["items"]} == {"0.00"}
    code, merged = run(desk, "cart", "merge", "July", "June")
    assert (code, merged["summed"]) == (0, 2)
    assert [row.name for row in desk.carts.list()] == ["June"]
    _, done = run(desk, "cart", "undo", "June")
    assert done["step"] == "merge"
    _, again = run(desk, "cart", "redo", "June")
    assert (again["step"], again["lines"], again["gross"]) == ("merge", 2, "140.00")
    assert done["gross"] == "70.00"
    code, row = run(desk, "cart", "restore", "July")
    assert (code, row["name"]) == (0, "July")


def test_what_if_and_rebind_agree(desk: DeskFixture) -> None:
    _, found = run(desk, "cart", "what-if", "June")
    assert [each["contract"] for each in found] == ["15", "77"]
    code, done = run(desk, "cart", "rebind", "June", "77")
    assert (code, done["after"]) == (0, found[1]["totals"])
    code, refused = run(desk, "cart", "rebind", "June", "99")
    assert code == 5
    assert refused["error"]["code"] == "bad_arguments"


def test_a_cart_travels_as_a_file(desk: DeskFixture, tmp_path: Path) -> None:
    path = str(tmp_path / "june.b2bcart")
    assert run(desk, "cart", "export", "June", path)[0] == 0
    code, made = run(desk, "cart", "take", path, "--name", "From a colleague")
    assert (code, made["added"], made["not_found"]) == (0, 2, 0)
    desk.stock_up([Good("nut")])
    code, made = run(desk, "cart", "take", path)
    assert (code, made["not_found"]) == (2, 1)


def test_shortages_are_listed_and_taken(desk: DeskFixture) -> None:
    code, none = run(desk, "cart", "substitutes", "June")
    assert (code, none["shortages"]) == (0, [])
    desk.stock_up([Good("nut", stock_e3=2_000), Good("bolt"), Good("other", price_e5=900_000)])
    desk.caches.write(
        lambda connection: connection.exec_driver_sql(
            """INSERT INTO link (sid, n, kind, "to", rank) VALUES (1, 1, 'analogue', 'other', 0)"""
        ).close()
    )
    code, found = run(desk, "cart", "substitutes", "June", "--take", "rest")
    assert (code, found["without"], found["replaced"], found["added"]) == (0, 0, 0, 1)
    (short,) = found["shortages"]
    assert (short["wanted"], short["there"]) == ("5", "2")
    assert [each["article"] for each in short["proposals"]] == ["АРТ-other"]
    june = desk.carts.find("June")
    assert june is not None
    assert desk.carts.quantities(june.id) == {"nut": 2_000, "bolt": 2_000, "other": 3_000}


def test_carts_are_made_named_noted_locked_and_kept_as_templates(desk: DeskFixture) -> None:
    code, made = run(desk, "cart", "create", "July")
    assert (code, made["name"], made["active"], made["lines"]) == (0, "July", True, 0)
    assert run(desk, "cart", "rename", "July", "August")[1]["name"] == "August"
    assert run(desk, "cart", "note", "August", "urgent")[1]["note"] == "urgent"
    assert run(desk, "cart", "lock", "June")[1]["locked"] is True
    assert run(desk, "cart", "delete", "June")[0] == 0
    assert [each["name"] for each in run(desk, "cart", "bin")[1]] == ["June"]
    assert run(desk, "cart", "restore", "June")[0] == 0
    assert run(desk, "cart", "lock", "June", "--off")[1]["locked"] is False
    assert run(desk, "cart", "template", "June")[1]["template"] is True
    code, copied = run(desk, "cart", "create", "Weekly order", "--from", "June")
    assert (code, copied["lines"], copied["template"]) == (0, 2, False)
    assert run(desk, "cart", "template", "June", "--off")[1]["template"] is False
    assert run(desk, "cart", "rename", "nowhere", "x")[0] == 5
