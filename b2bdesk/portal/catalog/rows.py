"""Rows of the catalogue as its store takes and gives them; scaled integers as in the feeds."""

from __future__ import annotations

from typing import NamedTuple


class GroupRow(NamedTuple):
    """A group of goods; `parent` "" = top."""

    id: str
    parent: str
    name: str
    ord: int = 0


class ItemRow(NamedTuple):
    """An item; `vat` is a rate code of `trade.vat`, `attributes` a JSON object as text.

    `minimum_e3` and `multiple_e3` are in base units, 0 = any. `status`: active, ending,
    deleted. Items with the same `variant` are one product; `added` is an ISO date, "" = long ago.
    """

    id: str
    name: str
    article: str = ""
    code: str = ""
    brand: str = ""
    group_id: str = ""
    base_unit: str = "796"
    minimum_e3: int = 0
    multiple_e3: int = 0
    vat: str = "none"
    weight_e3: int | None = None
    volume_e6: int | None = None
    status: str = "active"
    replaced_by: str = ""
    attributes: str = "{}"
    description: str = ""
    next_batch: str = ""
    segment: str = ""
    variant: str = ""
    added: str = ""


class UnitRow(NamedTuple):
    """A unit an item is sold in; `factor_e3` = base units in one of it."""

    n: int
    okei: str
    name: str
    factor_e3: int = 1000


class BarcodeRow(NamedTuple):
    """A barcode of an item, or of its pack named by `okei`."""

    n: int
    barcode: str
    okei: str = ""


class LinkRow(NamedTuple):
    """A link to another item: analogue, related, replacement …; lower rank first."""

    n: int
    kind: str
    to_id: str
    rank: int = 0


class FileRow(NamedTuple):
    """A file of an item; empty `sha256` = made by the portal at the first request."""

    n: int
    kind: str
    ord: int
    sha256: str = ""
    bytes: int = 0
    media: str = ""
    title: str = ""


Part = UnitRow | BarcodeRow | LinkRow | FileRow
