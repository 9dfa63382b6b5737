"""Feeds: scopes, tables and columns of the row pages (PROTOCOL §1, R6, R9).

One feed page is a JSON line; rows are arrays in the column order of the header line. A column
written `name:eN` is an integer scaled by 10^N. The columns here are the ones our portal sends;
a client reads columns by name from the header line and ignores those it does not know.

    {"feed":…,"scope":…,"generation":…,"incarnation":…,"full":true,"tables":{"price":["n",…]}}
    {"table":"price","put":[[…]],"del":[[key…]],"cursor":"…"}
    {"end":true,"more":false,"sha256":"…","count":…,"sum64":"…","cursor":"…"}

`sha256` covers all bytes of the unpacked body before the last line; `count` and `sum64` (16 hex
digits) describe the whole scope after the pull, over (table, key, rev) of every row.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

FOLD_COLUMNS = ("article_fold", "name_fold")
JSON_COLUMNS = frozenset({"attributes", "body"})
"""Columns whose values are JSON objects, not strings."""


class TableSpec(msgspec.Struct, frozen=True):
    """Columns of one table of a feed and how many leading ones are its key."""

    columns: tuple[str, ...]
    key: int


class FeedSpec(msgspec.Struct, frozen=True):
    """What one feed is cut by (`scope`) and the tables it carries, in sending order.

    Values: texts are "" when there is nothing to say, numbers null when unknown; `attributes` and
    `body` are JSON objects, not strings; `at_least` is 0 or 1. Items with the same `variant` are
    one product in several sizes or colours; `added` is the day the supplier took the item up.
    Stock: a row of 0 is zero, no row is unknown. `price.min` is 0 for the ordinary price.
    `batch` tells of what lies at a place how much is to be used by which day (`use_by`, ISO date;
    `qty` null = not told); a portal may leave the table out, and no row is unknown, not "for ever".
    """

    scope: str
    tables: Mapping[str, TableSpec]


def _table(columns: str, key: int) -> TableSpec:
    return TableSpec(tuple(columns.split()), key)


CATALOG = FeedSpec(
    "assortment",
    {
        "group": _table("id parent name ord rev", 1),
        "item": _table(
            "n id code article brand name group base_unit minimum:e3 multiple:e3 vat weight:e3"
            " volume:e6 status replaced_by attributes description next_batch segment"
            " variant added article_fold name_fold rev",
            1,
        ),
        "unit": _table("n okei name factor:e3 rev", 2),
        "barcode": _table("n barcode okei rev", 2),
        "link": _table("n kind to rank rev", 3),
        "file": _table("n kind ord sha256 bytes media title rev", 3),
    },
)
PRICES = FeedSpec("price type", {"price": _table("n min:e3 price:e5 rev", 2)})
STOCK = FeedSpec(
    "stock view",
    {
        "place": _table("id name city ord rev", 1),
        "stock": _table("n place qty:e3 at_least rev", 2),
        "incoming": _table("n place date qty:e3 rev", 3),
        "batch": _table("n place use_by qty:e3 rev", 3),
    },
)
TERMS = FeedSpec("contract", {"terms": _table("id body rev", 1)})
SETTLEMENTS = FeedSpec(
    "contract",
    {
        "balance": _table("id currency debt:e2 overdue:e2 credit_limit:e2 as_of rev", 1),
        "entry": _table("id date kind number debit:e2 credit:e2 document_id rev", 1),
    },
)
ORDERS = FeedSpec(
    "company",
    {
        "order": _table(
            "id client_order_id number created_at entity_id contract_id state reserve payment"
            " shipment currency total:e2 body rev",
            1,
        )
    },
)
DOCUMENTS = FeedSpec(
    "company",
    {
        "document": _table(
            "id kind number date entity_id contract_id order_id state currency gross:e2 pay_until"
            " sha256 bytes media body rev",
            1,
        )
    },
)
OWN_CODES = FeedSpec(
    "company",
    {
        "own_code": _table(
            "key code item_id article name okei author author_name at rev",
            1,
        )
    },
)

FEEDS: Mapping[str, FeedSpec] = {
    "catalog": CATALOG,
    "prices": PRICES,
    "stock": STOCK,
    "terms": TERMS,
    "settlements": SETTLEMENTS,
    "orders": ORDERS,
    "documents": DOCUMENTS,
    "own_codes": OWN_CODES,
}


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """First line of a feed body; `count` rows make up the whole scope (0 = not told)."""

    feed: str
    scope: str
    generation: str
    incarnation: str
    full: bool
    tables: dict[str, list[str]]
    fold_version: int = 0
    count: int = 0


class Page(msgspec.Struct, frozen=True, kw_only=True, rename={"delete": "del"}):
    """One page of rows of one table; `delete` holds keys; `cursor` is the mark after this page.

    `sha256` may prove all unpacked bytes before this line: then a reader whose connection is cut
    knows that what it goes on from came as it was sent.
    """

    table: str
    put: list[list[Any]] = []
    delete: list[list[Any]] = []
    cursor: str = ""
    sha256: str = ""


COLUMNS = "columns"
"""Capability, and the value of `form` that asks for it."""
STEPPED = frozenset({"n", "rev"})
"""Columns that our portal sends as differences: integers that grow from row to row."""


class ColumnPage(
    msgspec.Struct, frozen=True, kw_only=True, rename={"delete": "del"}, omit_defaults=True
):
    """One page by columns, as a portal may send it that was asked with `form=columns`.

    It packs to a third of the bytes. `columns` has a list per column, those whose places are in
    `steps` hold the difference of each integer from the one before (the first from 0); a page that
    only deletes has no `columns`.

        {"table":"price","columns":[[1,1],[0,0],[990,10],[7,1]],"steps":[0,3],"cursor":"…"}
    """

    table: str
    columns: list[Any] = []
    steps: list[int] = []
    delete: list[list[Any]] = []
    cursor: str = ""
    sha256: str = ""


class End(msgspec.Struct, frozen=True, kw_only=True):
    """Last line: proof of the body and the state of the whole scope after it."""

    end: bool
    more: bool
    sha256: str
    count: int
    sum64: str
    cursor: str


def row_sum(table: str, key: Iterable[object], rev: object) -> int:
    """Return the 64-bit hash of one row for `sum64`: BLAKE2b-64 of table, key parts and rev.

    Parts are joined by the unit separator (R9); the sum of all rows modulo 2**64 is the checksum
    of a scope, so that it can be kept incrementally in any order.
    """
    return text_sum("\x1f".join([table, *map(str, key), str(rev)]))


def text_sum(text: str) -> int:
    """Return the hash of a row whose table, key and rev are joined already."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def sum64_text(total: int) -> str:
    """Return a sum as its 16 hex digits on the wire."""
    return f"{total & 0xFFFF_FFFF_FFFF_FFFF:016x}"
