"""Very many numbers come out of SQLite as one text, and a statement nobody waits for ends."""

from __future__ import annotations

import random
from array import array
from collections.abc import Iterator

import pytest

from b2bdesk.models.queries.filters import everything, statement
from b2bdesk.models.queries.packed import PIECE, as_set, packed, unpacked
from b2bdesk.models.queries.view import Views
from b2bdesk.usecases.rows.offers import Query
from tests.support.client import Client
from tests.support.fake_portal import FakePortal, item

LONG = (
    "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT {rows})"
    " SELECT n FROM c ORDER BY {order}"
)


class PassedError(Exception):
    """Nobody waits any more."""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    portal = FakePortal()
    goods = [item(n, f"Болт М{n}", status="deleted" if n % 7 == 0 else "active")
             for n in range(1, 60)]  # fmt: skip
    portal.put("catalog", "all", "item", *goods)
    prices = [{"n": n, "min": 0, "price": (n * 37 % 60 + 1) * 1000} for n in range(1, 50)]
    portal.put("prices", "pt", "price", *prices)
    made = Client(tmp_path_factory.mktemp("packed"), portal)
    made.sync()
    yield made
    made.close()


def test_numbers_of_any_length_keep_their_order() -> None:
    drawn = random.Random(1)
    for count in (0, 1, 2, PIECE // 4, PIECE):
        ns = [drawn.randrange(1, 2**40) for _ in range(count)]
        text = ",".join(map(str, ns))
        assert unpacked(text) == array("q", ns)
        assert as_set(text) == set(ns)


def test_an_ordered_statement_is_packed_in_its_order(client: Client) -> None:
    with Views(client.desk, client.account).now() as view:
        told = unpacked(packed(view, LONG.format(rows=30_000, order="n % 7 DESC, n")))
        assert told.tolist() == sorted(range(1, 30_001), key=lambda n: (-(n % 7), n))
        assert packed(view, "SELECT n FROM item WHERE n < 0") == ""


@pytest.mark.parametrize("sort", ["rank", "name", "article", "price", "stock", "brand"])
@pytest.mark.parametrize("descending", [False, True])
def test_the_whole_list_begins_with_its_first_page(
    client: Client, sort: str, descending: bool
) -> None:
    asked = Query(sort=sort, descending=descending)
    whole = client.search.find(asked)
    first = client.search.find(Query(sort=sort, descending=descending, limit=20))
    assert whole.ns[:20] == first.ns
    assert len(whole.ns) == whole.total == first.total == 51, "what is gone counts nowhere"


def test_everything_is_counted_without_what_is_gone(client: Client) -> None:
    for query in (Query(), Query(price_from_e5=1), Query(group="g1"), Query(sort="name")):
        with Views(client.desk, client.account).now() as view:
            for source in everything(view, query):
                made = statement(view, query, source)
                assert made.count(view) == len(made.numbers(view))


def test_words_in_another_order_are_not_counted_while_they_are_typed(client: Client) -> None:
    quick = client.search.find(Query("болт", sort="price", limit=10, quick=True))
    assert (len(quick.ns), quick.counted) == (10, False)
    assert client.search.find(Query("болт", sort="price", limit=10)).total == 51
    all_of_it = client.search.find(Query("болт", sort="price", limit=60, quick=True))
    assert (all_of_it.total, all_of_it.counted) == (51, True)


def test_a_statement_nobody_waits_for_ends_in_the_middle(client: Client) -> None:
    views, looks = Views(client.desk, client.account), 0

    def look() -> None:
        nonlocal looks
        looks += 1
        if looks == 3:
            raise PassedError

    with pytest.raises(PassedError), views.now(look) as view:
        packed(view, LONG.format(rows=3_000_000, order="n"))
    assert looks == 3
    with views.now() as view:  # the same thread's connection
        assert len(packed(view, LONG.format(rows=100_000, order="n"))) > 500_000
    assert looks == 3, "nobody is asked any more"


def test_an_error_of_a_statement_stays_what_it_is(client: Client) -> None:
    with (
        pytest.raises(Exception, match="no such table"),
        Views(client.desk, client.account).now(lambda: None) as view,
    ):
        view.rows("SELECT 1 FROM nowhere")
