"""Feeds tell a scope exactly what it may see, however its pulls and the edits interleave."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from b2bdesk.portal.catalog import assortments
from b2bdesk.portal.catalog import store as catalog
from b2bdesk.portal.catalog.assortments import Assortment
from b2bdesk.portal.catalog.rows import BarcodeRow, GroupRow, ItemRow, LinkRow
from b2bdesk.portal.feeds import pages
from b2bdesk.portal.feeds.handlers import feed
from b2bdesk.portal.feeds.proof import prove
from b2bdesk.portal.http.call import Call
from b2bdesk.portal.http.problems import Stale
from b2bdesk.portal.pricing import store as pricing
from b2bdesk.portal.scope import SYSTEM, Scope
from b2bdesk.portal.stock import store as stock
from b2bdesk.portal.storage.changes import new_generation, purge_tombstones
from b2bdesk.portal.storage.create import create_storage
from b2bdesk.portal.storage.work import Storage, Work, open_storage
from b2bdesk.trade.errors import Expected
from b2bdesk.wire.feeds import FEEDS
from b2bdesk.wire.routes import BY_NAME
from tests.support import world
from tests.support.feedclient import FeedClient

BOTH_STORES = True
ONLY_SQLITE = ("test_a_restored_database_refuses_cursors_by_incarnation",)

ALFA = Scope("u-alfa", frozenset({"alfa"}), "buyer")
BETA = Scope("u-beta", frozenset({"beta"}), "buyer")


def body(storage: Storage, name: str, key: str, cursor: str = "", scope: Scope = SYSTEM) -> Any:
    query = {"scope": key, "cursor": cursor} if cursor else {"scope": key}
    answer = feed(Call(storage, scope, BY_NAME["feed"], {"feed": name}, query))
    assert hasattr(answer, "stream")
    return answer.stream


def pulled(storage: Storage, name: str, key: str, scope: Scope = SYSTEM) -> FeedClient:
    client = FeedClient(name)
    client.pull(body(storage, name, key, scope=scope))
    client.check()
    return client


def test_a_full_pull_carries_every_table_of_a_whole_assortment(
    storage: Storage, numbers: dict[str, int]
) -> None:
    client = pulled(storage, "catalog", "all", ALFA)
    assert {key[0] for key in client.rows} == {"group", "item", "unit", "barcode", "link"}
    bolt = client.rows["item", numbers["bolt"]]
    assert bolt[1] == "bolt"
    assert bolt[15] == {}
    assert client.rows["link", numbers["bolt"], "related", "nut"]


def test_a_listed_assortment_shows_its_items_and_the_groups_that_lead_to_them(
    storage: Storage, numbers: dict[str, int]
) -> None:
    client = pulled(storage, "catalog", "part", BETA)
    assert {key[1] for key in client.rows if key[0] == "item"} == {numbers["bolt"], numbers["nut"]}
    assert {key[1] for key in client.rows if key[0] == "group"} == {"metal", "bolts"}


def test_what_leaves_an_assortment_is_deleted_with_all_its_rows(
    storage: Storage, numbers: dict[str, int]
) -> None:
    client = pulled(storage, "catalog", "part")
    with storage.writing() as work:
        assortments.set_items(SYSTEM, work, "part", [numbers["nut"], numbers["lamp"]])
    client.pull(body(storage, "catalog", "part", client.cursor))
    client.check()
    assert client.rows.keys() == pulled(storage, "catalog", "part").rows.keys()
    assert ("item", numbers["bolt"]) not in client.rows
    assert ("link", numbers["bolt"], "related", "nut") not in client.rows
    assert ("group", "light") in client.rows
    assert ("group", "bolts") not in client.rows


def test_a_stock_view_hides_places_and_exact_quantities(
    storage: Storage, numbers: dict[str, int]
) -> None:
    exact = pulled(storage, "stock", "exact", ALFA)
    rough = pulled(storage, "stock", "rough", BETA)
    assert exact.rows["stock", numbers["lamp"], "msk"][2:4] == [10_000, 0]
    assert exact.rows["stock", numbers["bolt"], "spb"][2:4] == [300_000, 0]
    assert rough.rows["stock", numbers["bolt"], "msk"][2:4] == [100_000, 1]
    assert rough.rows["stock", numbers["lamp"], "msk"][2:4] == [10_000, 0]
    assert rough.rows["stock", numbers["nut"], "msk"][2:4] == [0, 0]
    assert {key[1] for key in rough.rows if key[0] == "place"} == {"msk"}
    assert not [key for key in rough.rows if key[0] == "incoming" or "spb" in key]


def test_batches_follow_the_places_of_a_view_and_hide_what_it_hides(
    storage: Storage, numbers: dict[str, int]
) -> None:
    lamp = numbers["lamp"]
    with storage.writing() as work:
        stock.put_batches(SYSTEM, work, [(lamp, "msk", "2027-03-01", 4_000),
                                         (lamp, "spb", "2027-05-01", 6_000)])  # fmt: skip
    exact, rough = pulled(storage, "stock", "exact", ALFA), pulled(storage, "stock", "rough", BETA)
    assert exact.rows["batch", lamp, "msk", "2027-03-01"][3] == 4_000
    assert exact.rows["batch", lamp, "spb", "2027-05-01"][3] == 6_000
    assert {key for key in rough.rows if key[0] == "batch"} == {
        ("batch", lamp, "msk", "2027-03-01")
    }
    assert rough.rows["batch", lamp, "msk", "2027-03-01"][3] is None
    with storage.writing() as work:
        stock.drop_batches(SYSTEM, work, [(lamp, "msk", "2027-03-01")])
    exact.pull(body(storage, "stock", "exact", exact.cursor))
    exact.check()
    assert ("batch", lamp, "msk", "2027-03-01") not in exact.rows


@pytest.mark.parametrize("name", ["catalog", "prices", "stock", "terms", "settlements", "orders"])
def test_a_foreign_scope_is_refused_like_an_unknown_one(
    storage: Storage, numbers: dict[str, int], name: str
) -> None:
    foreign = {
        "catalog": "all", "prices": "opt", "stock": "exact", "terms": "alfa-1-c",
        "settlements": "alfa-1-c", "orders": "alfa",
    }[name]  # fmt: skip
    for key in (foreign, "nobody-knows", ""):
        with pytest.raises(Expected) as refused:
            body(storage, name, key, scope=BETA)
        assert refused.value.code == "not_found"


def test_a_cursor_of_another_scope_is_refused(storage: Storage, numbers: dict[str, int]) -> None:
    cursor = pulled(storage, "prices", "opt").cursor
    for other, made_up in (("retail", cursor), ("opt", "AAAA"), ("opt", "ж")):
        with pytest.raises(Stale) as refused:
            body(storage, "prices", other, made_up)
        assert refused.value.reason == "cursor"


def test_another_stock_rule_is_a_new_generation_for_that_view_only(
    storage: Storage, numbers: dict[str, int]
) -> None:
    exact, rough = pulled(storage, "stock", "exact"), pulled(storage, "stock", "rough")
    with storage.writing() as work:
        stock.put_view(SYSTEM, work, stock.StockView("rough", "Примерно", ("spb",)))
    with pytest.raises(Stale) as refused:
        body(storage, "stock", "rough", rough.cursor)
    assert (refused.value.reason, refused.value.generation) == ("generation", "2")
    exact.pull(body(storage, "stock", "exact", exact.cursor))
    exact.check()


def test_a_restored_database_refuses_cursors_by_incarnation(
    storage: Storage, numbers: dict[str, int], tmp_path: Path
) -> None:
    storage.close()
    shutil.copy(tmp_path / "portal.db", tmp_path / "copy.db")
    again = open_storage(str(tmp_path / "portal.db"), storage.clock)
    with again.writing() as work:
        pricing.put_prices(SYSTEM, work, [("opt", numbers["pen"], 0, 100_000)])
    cursor = pulled(again, "prices", "opt").cursor
    again.close()
    shutil.copy(tmp_path / "copy.db", tmp_path / "portal.db")
    restored = open_storage(str(tmp_path / "portal.db"), storage.clock)
    with pytest.raises(Stale) as refused:
        body(restored, "prices", "opt", cursor)
    assert refused.value.reason == "incarnation"
    assert refused.value.incarnation == restored.facts().incarnation
    restored.close()


def test_a_cursor_from_before_purged_tombstones_is_refused(
    storage: Storage, numbers: dict[str, int], clock: world.TestClock
) -> None:
    old = pulled(storage, "prices", "opt").cursor
    with storage.writing() as work:
        pricing.drop_prices(SYSTEM, work, [("opt", numbers["nut"], 0)])
        pricing.put_prices(SYSTEM, work, [("opt", numbers["bolt"], 0, 990_000)])
    fresh = pulled(storage, "prices", "opt").cursor
    clock.move(days=179)
    with storage.writing() as work:
        assert purge_tombstones(work) == 0
    clock.move(days=2)
    with storage.writing() as work:
        assert purge_tombstones(work) == 1
    with pytest.raises(Stale) as refused:
        body(storage, "prices", "opt", old)
    assert refused.value.reason == "purged"
    assert list(body(storage, "prices", "opt", fresh))


def test_a_reader_never_passes_a_slow_writer(storage: Storage, numbers: dict[str, int]) -> None:
    """The commit-order trap: a revision drawn first is never seen after a later one."""
    client = pulled(storage, "prices", "opt")
    drawn, go = threading.Event(), threading.Event()

    def slow() -> None:
        with storage.writing() as work:
            pricing.put_prices(SYSTEM, work, [("opt", numbers["nut"], 0, 123_000)])
            drawn.set()
            go.wait(10)

    def quick() -> None:
        with storage.writing() as work:
            pricing.put_prices(SYSTEM, work, [("opt", numbers["lamp"], 0, 456_000)])

    first, second = threading.Thread(target=slow), threading.Thread(target=quick)
    first.start()
    drawn.wait(10)
    second.start()
    client.pull(body(storage, "prices", "opt", client.cursor))
    go.set()
    first.join()
    second.join()
    client.pull(body(storage, "prices", "opt", client.cursor))
    client.check()
    assert client.rows["price", numbers["nut"], 0][2] == 123_000
    assert client.rows["price", numbers["lamp"], 0][2] == 456_000


SCOPES = (("catalog", "all"), ("catalog", "part"), ("prices", "opt"), ("stock", "exact"),
          ("stock", "rough"))  # fmt: skip
NAMES = ("bolt", "nut", "lamp", "cable", "pen", "new-1", "new-2")
names = st.sampled_from(NAMES)
pulls = st.tuples(
    st.just("pull"), st.integers(0, len(SCOPES) - 1), st.one_of(st.none(), st.integers(0, 4)),
    st.sampled_from([1, 2, 50]),
)  # fmt: skip
edits = st.one_of(
    st.tuples(st.just("item"), names, st.sampled_from(["metal", "bolts", "light"]),
              st.integers(0, 3)),
    st.tuples(st.just("group"), st.sampled_from(["metal", "bolts", "light"]), st.integers(0, 3)),
    st.tuples(st.just("drop"), names),
    st.tuples(st.just("barcode"), names, st.booleans()),
    st.tuples(st.just("link"), names, names, st.booleans()),
    st.tuples(st.just("member"), st.sets(names)),
    st.tuples(st.just("whole"), st.booleans()),
    st.tuples(st.just("price"), names, st.integers(0, 4)),
    st.tuples(st.just("stock"), names, st.sampled_from(["msk", "spb"]), st.integers(-1, 4)),
    st.tuples(st.just("incoming"), names, st.booleans()),
    st.tuples(st.just("batch"), names, st.integers(-1, 3)),
    st.tuples(st.just("generation"), st.integers(0, len(SCOPES) - 1)),
    pulls, pulls, pulls, pulls,
)  # fmt: skip


@pytest.fixture(scope="module")
def template() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "portal.db"
        made = create_storage(str(file), world.TestClock())
        world.build(made)
        made.close()
        yield file


@given(st.lists(edits, min_size=15, max_size=50))
@settings(max_examples=40)
def test_any_interleaving_of_edits_and_pulls_ends_at_the_visible_truth(
    template: Path, schedule: list[Any]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name in ("portal.db", "portal.db.mark"):
            shutil.copy(template.with_name(name), folder)
        storage = open_storage(str(Path(folder) / "portal.db"), world.TestClock())
        try:
            _run(storage, schedule)
        finally:
            storage.close()


def _run(storage: Storage, schedule: list[Any]) -> None:
    clients = [FeedClient(name) for name, _ in SCOPES]
    for kind, *values in schedule:
        if kind == "pull":
            number, cut, rows = values
            _pull(storage, clients[number], SCOPES[number], cut, rows)
            continue
        with storage.writing() as work:
            if kind == "generation":
                new_generation(work, *SCOPES[values[0]])
            else:
                _edit(work, kind, values)
    for client, scope in zip(clients, SCOPES, strict=True):
        _pull(storage, client, scope, None)
        client.check()
        assert client.rows == pulled(storage, *scope).rows
    with storage.reading() as connection:
        # what clients were told are the sums that the edits kept, and they are those of the rows
        proofs = [prove(connection, feed) for feed in FEEDS]
    assert [proof for proof in proofs if not proof.holds] == []


def _pull(
    storage: Storage, client: FeedClient, scope: tuple[str, str], cut: int | None, rows: int = 50
) -> None:
    usual, pages.PAGE_ROWS = pages.PAGE_ROWS, rows
    try:
        client.pull(body(storage, *scope, cursor=client.cursor), cut)
    except Stale as stale:
        if stale.reason != "generation":
            raise
        client.cursor = ""
        client.pull(body(storage, *scope), cut)
    finally:
        pages.PAGE_ROWS = usual


@pytest.mark.parametrize("scope", [("catalog", "all"), ("catalog", "part"), ("stock", "exact")])
def test_a_stream_cut_anywhere_goes_on_after_the_last_applied_page(
    storage: Storage, numbers: dict[str, int], scope: tuple[str, str]
) -> None:
    whole = pulled(storage, *scope)
    for cut in range(20):
        client = FeedClient(scope[0])
        _pull(storage, client, scope, cut, 1)
        _pull(storage, client, scope, None)
        client.check()
        assert client.rows == whole.rows


def test_what_is_gone_and_back_between_two_pulls_is_not_said_to_be_gone(
    storage: Storage, numbers: dict[str, int]
) -> None:
    clients = {scope: pulled(storage, *scope) for scope in SCOPES}
    n = numbers["bolt"]
    with storage.writing() as work:
        assortments.set_items(SYSTEM, work, "part", [numbers["nut"]])
        assortments.set_items(SYSTEM, work, "part", [n, numbers["nut"]])
        catalog.replace_parts(SYSTEM, work, "barcode", [n], [])
        catalog.put_parts(SYSTEM, work, "barcode", [BarcodeRow(n, "4600000000015")])
        pricing.drop_prices(SYSTEM, work, [("opt", n, 0)])
        pricing.put_prices(SYSTEM, work, [("opt", n, 0, 990_000)])
        stock.drop_stock(SYSTEM, work, [(n, "msk")])
        stock.put_stock(SYSTEM, work, [(n, "msk", 1_000, 0)])
    for scope, client in clients.items():
        lines = list(body(storage, *scope, cursor=client.cursor))
        assert not [line for line in lines if b'"del":[[' in line], scope
        client.pull(lines)
        client.check()


def _edit(work: Work, kind: str, values: list[Any]) -> None:
    if kind == "whole":
        assortments.put_assortment(SYSTEM, work, Assortment("part", "Часть", whole=values[0]))
        return
    if kind == "group":
        catalog.put_groups(SYSTEM, work, [GroupRow(values[0], "", f"Группа {values[1]}")])
        return
    known = catalog.numbers_of(SYSTEM, work.connection, NAMES)
    if kind == "member":
        assortments.set_items(SYSTEM, work, "part", [known[n] for n in values[0] if n in known])
    elif kind == "item":
        name, group, number = values
        catalog.put_items(SYSTEM, work, [ItemRow(name, f"{name} {number}", group_id=group)])
    elif values[0] in known:
        _edit_item(work, kind, known[values[0]], values[1:])


def _edit_item(work: Work, kind: str, n: int, values: list[Any]) -> None:
    if kind == "drop":
        catalog.drop_items(SYSTEM, work, [n])
    elif kind == "barcode":
        rows = [BarcodeRow(n, "460")] if values[0] else []
        catalog.replace_parts(SYSTEM, work, "barcode", [n], rows)
    elif kind == "link":
        link = [LinkRow(n, "analogue", values[0])] if values[1] else []
        catalog.replace_parts(SYSTEM, work, "link", [n], link)
    elif kind == "price" and values[0]:
        pricing.put_prices(SYSTEM, work, [("opt", n, 0, values[0] * 1000)])
    elif kind == "price":
        pricing.drop_prices(SYSTEM, work, [("opt", n, 0)])
    elif kind == "stock" and values[1] >= 0:
        stock.put_stock(SYSTEM, work, [(n, values[0], values[1] * 50_000, 0)])
    elif kind == "stock":
        stock.drop_stock(SYSTEM, work, [(n, values[0])])
    elif kind == "batch":
        _edit_batch(work, n, values[0])
    elif values[0]:
        stock.put_incoming(SYSTEM, work, [(n, "msk", "2026-12-01", 1000)])
    else:
        stock.drop_incoming(SYSTEM, work, [(n, "msk", "2026-12-01")])


def _edit_batch(work: Work, n: int, quantity: int) -> None:
    if quantity < 0:
        stock.drop_batches(SYSTEM, work, [(n, "msk", "2027-03-01")])
    else:
        stock.put_batches(SYSTEM, work, [(n, "msk", "2027-03-01", quantity * 1000)])
