"""Search over real catalogues: what is asked in all the usual ways is among the first five.

The catalogues are those beside the checkout (`tests.support.shared`); without them nothing runs.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from b2bdesk.usecases.rows.offers import Query
from tests.models.quality_set import KINDS, Drawn, Good, report
from tests.support.client import Client
from tests.support.fake_portal import FakePortal, item
from tests.support.shared import shared_data

EACH, FIRST = 12, 5
ALL = 0.97


def lighting(path: Path) -> list[Good]:
    found: list[Good] = []
    for _, element in ElementTree.iterparse(path):
        if element.tag.rpartition("}")[2] != "Товар":
            continue
        texts = {child.tag.rpartition("}")[2]: child.text or "" for child in element}
        if texts.get("Артикул") and texts.get("Наименование"):
            found.append(Good(len(found) + 1, texts["Артикул"], texts["Наименование"], ""))
    return found


def retail(path: Path) -> list[Good]:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["Description"].strip()]
    return [
        Good(number, row["StockCode"], row["Description"].strip(), "")
        for number, row in enumerate(rows, 1)
    ]


CATALOGUES = {
    "lighting": (lighting, ("commerceml", "lighting-shop-2.08", "import.xml")),
    "toys": (lighting, ("commerceml", "toys-shop-2.07", "import0_1_with_nested_groups.xml")),
    "retail": (retail, ("online-retail", "catalog.csv")),
}


@pytest.fixture(params=CATALOGUES)
def goods(request: pytest.FixtureRequest) -> list[Good]:
    """The goods of a real catalogue."""
    read, place = CATALOGUES[request.param]
    return read(shared_data(*place))


@pytest.fixture
def client(goods: list[Good], tmp_path: Path) -> Iterator[Client]:
    """A client that has them."""
    portal = FakePortal()
    portal.page_rows = 5_000
    rows = [item(each.n, each.name, each.article, brand="") for each in goods]
    portal.put("catalog", "all", "item", *rows)
    made = Client(tmp_path, portal)
    made.sync(only=("catalog",))
    yield made
    made.close()


def test_real_goods_are_found_in_all_the_usual_ways(client: Client, goods: list[Good]) -> None:
    drawn = Drawn(goods, "real", EACH)
    asked = [each for kind in KINDS for each in drawn.of(kind)]
    lost = [
        each
        for each in asked
        if not each.fits.intersection(
            client.search.find(Query(each.text, limit=50, quick=True)).ns[:FIRST]
        )
    ]
    told = "\n".join(f"{each.kind}: {each.text!r} for {each.good.name}" for each in lost)
    assert len(lost) <= len(asked) * (1 - ALL), f"{report(asked, lost)}\n{told}"
