"""Pages by columns say what pages of rows say, on every store and however they are cut."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from b2bdesk.portal.catalog import assortments
from b2bdesk.portal.feeds import pages
from b2bdesk.portal.feeds.handlers import feed
from b2bdesk.portal.http.call import Call
from b2bdesk.portal.scope import SYSTEM, Scope
from b2bdesk.portal.storage.work import Storage
from b2bdesk.sync import feedbody
from b2bdesk.wire.routes import BY_NAME
from tests.portal.test_feeds import ALFA, BETA, pulled

BOTH_STORES = True


@pytest.mark.parametrize(
    ("name", "key", "scope"),
    [
        ("catalog", "all", ALFA),
        ("catalog", "part", BETA),
        ("prices", "opt", ALFA),
        ("stock", "exact", ALFA),
    ],
)
@pytest.mark.parametrize("page_rows", [2, 5_000])
@pytest.mark.usefixtures("numbers")
def test_a_client_that_asks_for_columns_reads_the_rows_of_everybody(
    storage: Storage, name: str, key: str, scope: Scope, page_rows: int, monkeypatch: Any
) -> None:
    monkeypatch.setattr(pages, "PAGE_ROWS", page_rows)

    def told(**more: str) -> tuple[bytes, list[Any]]:
        query = {"scope": key, **more}
        answer = feed(Call(storage, scope, BY_NAME["feed"], {"feed": name}, query))
        raw = _whole(answer)
        read = list(feedbody.read(raw.splitlines(), name, key))
        paged = [each for each in read if isinstance(each, feedbody.Paged)]
        return raw, [
            (page.batch.table, [tuple(map(_plain, row)) for row in page.batch.put], page.cursor)
            for page in paged
        ]

    plain, rows = told()
    by_columns, same = told(form="columns")
    assert rows
    assert same == rows
    assert b'"columns":' in by_columns
    assert b'"columns":' not in plain


def _whole(answer: Any) -> bytes:
    return b"".join(answer.stream)


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, msgspec.Raw) else value


def test_what_was_deleted_is_told_by_columns_as_well(
    storage: Storage, numbers: dict[str, int]
) -> None:
    cursor = pulled(storage, "catalog", "part").cursor
    with storage.writing() as work:
        assortments.set_items(SYSTEM, work, "part", [numbers["nut"], numbers["lamp"]])
    query = {"scope": "part", "cursor": cursor, "form": "columns"}
    answer = feed(Call(storage, SYSTEM, BY_NAME["feed"], {"feed": "catalog"}, query))
    read = list(feedbody.read(_whole(answer).splitlines(), "catalog", "part"))
    gone = {
        (each.batch.table, tuple(key))
        for each in read
        if isinstance(each, feedbody.Paged)
        for key in each.batch.delete
    }
    assert ("item", (numbers["bolt"],)) in gone


@pytest.mark.usefixtures("numbers")
def test_pages_of_wide_rows_hold_fewer_of_them(storage: Storage, monkeypatch: Any) -> None:
    """What a reader decodes in one go does not grow with the columns of a table."""
    monkeypatch.setattr(pages, "PAGE_CELLS", 30)
    answer = feed(Call(storage, ALFA, BY_NAME["feed"], {"feed": "catalog"}, {"scope": "all"}))
    read = list(feedbody.read(_whole(answer).splitlines(), "catalog", "all"))
    sizes: dict[str, list[int]] = {}
    for each in read:
        if isinstance(each, feedbody.Paged):
            sizes.setdefault(each.batch.table, []).append(len(each.batch.put))
    assert max(sizes["item"]) == 1
    assert max(sizes["unit"]) > 1
