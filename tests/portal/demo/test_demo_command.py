"""`b2bdesk-portal demo`: same size, seed and day give the same data; people can sign in."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from b2bdesk.portal.__main__ import main
from b2bdesk.portal.demo.catalogue import DEFAULT_SIZE, LINES, items, plan
from b2bdesk.portal.feeds.handlers import feed
from b2bdesk.portal.http.call import Call
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.storage.create import create_storage
from b2bdesk.portal.storage.work import Storage, open_storage
from b2bdesk.wire.routes import BY_NAME
from tests.support.feedclient import FeedClient
from tests.support.portal import serving, sign_in

SCOPES = (
    ("catalog", "assortment-main"),
    ("prices", "pt-opt"),
    ("prices", "pt-net"),
    ("stock", "view-north"),
    ("terms", "contract-15"),
    ("settlements", "contract-15"),
    ("orders", "company-romashka"),
    ("documents", "company-romashka"),
)


def body(storage: Storage, name: str, scope: str) -> bytes:
    answer: Any = feed(Call(storage, SYSTEM, BY_NAME["feed"], {"feed": name}, {"scope": scope}))
    return b"".join(answer.stream)


def made(folder: Path, name: str, *arguments: str) -> Storage:
    file = str(folder / f"{name}.db")
    assert main(["demo", "--db", file, "--size", "300", *arguments]) == 0
    return open_storage(file)


def test_same_seed_and_day_give_the_same_bytes_in_every_feed(tmp_path: Path) -> None:
    day = ("--today", "2026-11-21", "--seed", "7")
    one, other = made(tmp_path, "one", *day), made(tmp_path, "other", *day)
    third = made(tmp_path, "third", "--today", "2026-11-21", "--seed", "8")
    for name, scope in SCOPES:
        assert body(one, name, scope) == body(other, name, scope), name
    assert body(one, "orders", "company-romashka") != body(third, "orders", "company-romashka")
    for storage in (one, other, third):
        storage.close()


def test_demo_portals_without_a_fixed_day_are_told_apart(tmp_path: Path) -> None:
    one, other = made(tmp_path, "one"), made(tmp_path, "other")
    assert one.facts().incarnation != other.facts().incarnation
    one.close()
    other.close()


def test_a_second_run_changes_nothing_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made(tmp_path, "one").close()
    before = (tmp_path / "one.db").read_bytes()
    capsys.readouterr()
    made(tmp_path, "one").close()
    assert (tmp_path / "one.db").read_bytes() == before
    assert capsys.readouterr().err.count("\n") == 1


def test_a_portal_with_other_data_is_not_touched(tmp_path: Path) -> None:
    prices = tmp_path / "list.csv"
    prices.write_text("Артикул;Наименование;Цена\nA-1;Болт;10\nA-2;Гайка;5\n", encoding="utf-8")
    file = str(tmp_path / "portal.db")
    assert main(["load", "--db", file, str(prices)]) == 0
    assert main(["demo", "--db", file]) == 6
    storage = open_storage(file)
    assert not storage.facts().demo
    storage.close()


def test_a_portal_that_was_only_made_is_filled(tmp_path: Path) -> None:
    file = str(tmp_path / "portal.db")
    assert main(["init", "--db", file]) == 0
    assert main(["demo", "--db", file, "--size", "50"]) == 0


@pytest.mark.parametrize("size", ["0", "1000001", "many"])
def test_a_size_out_of_range_is_a_bad_argument(tmp_path: Path, size: str) -> None:
    with pytest.raises(SystemExit) as left:
        main(["demo", "--db", str(tmp_path / "p.db"), "--size", size])
    assert left.value.code == 5


@pytest.mark.parametrize(
    ("login", "role"),
    [("demo", "administrator"), ("buyer", "buyer"), ("viewer", "viewer"),
     ("accountant", "accountant")],
)  # fmt: skip
def test_people_of_the_demo_sign_in_for_all_three_entities(
    demo: Storage, login: str, role: str
) -> None:
    with serving(demo) as url, closing(sign_in(url, login, login)) as client:
        account = client.get("/account").json()
    assert account["user"]["role"] == role
    assert [entity["party"]["name"] for entity in account["entities"]] == [
        "ООО «Ромашка»", "ООО «СтройМонтаж-Север»", "ИП Лебедев Д. С.",
    ]  # fmt: skip
    assert [len(entity["contracts"]) for entity in account["entities"]] == [2, 2, 1]


def test_feeds_of_the_demo_prove_themselves(demo: Storage) -> None:
    for name, scope in SCOPES:
        client = FeedClient(name)
        client.pull(body(demo, name, scope).splitlines(keepends=True))
        client.check()
        assert client.rows


def test_a_catalogue_of_any_size_has_that_many_items_in_order() -> None:
    for size in (1, 39, 1_000, DEFAULT_SIZE, 1_000_000):
        parts = plan(size)
        assert sum(part.count for part in parts) == size
        assert all(part.count <= part.family.total * len(LINES) for part in parts)
    found = list(items(3_000))
    assert [item.n for item in found] == list(range(1, 3_001))
    assert len({item.id for item in found}) == 3_000
    assert len({item.barcode for item in found}) == 3_000


def test_the_default_catalogue_has_the_dirt_of_real_ones() -> None:
    found = list(items())
    articles = [item.article for item in found]
    folded = [article.upper() for article in articles]
    assert len(set(articles)) > len(set(folded)), "articles that differ in case only"
    assert any(article.startswith("00") for article in articles)
    assert any(not item.price for item in found)
    assert {item.status for item in found} == {"active", "ending", "deleted"}
    ids = {item.id for item in found}
    assert all(item.replaced_by in ids for item in found if item.replaced_by)


def test_a_family_is_a_true_matrix_of_sizes() -> None:
    bolts = [item for item in items() if item.name.startswith("Болт DIN 933 М4×")]
    lengths = {int(item.attributes["Длина, мм"]) for item in bolts}
    assert max(lengths) <= 40


def test_the_demo_is_dated_by_the_suppliers_zone(tmp_path: Path) -> None:
    late = dt.datetime(2026, 11, 20, 22, 30, tzinfo=dt.UTC)
    storage = create_storage(str(tmp_path / "p.db"), lambda: late)
    with storage.writing() as work:
        assert work.today == dt.date(2026, 11, 21)
    storage.close()
