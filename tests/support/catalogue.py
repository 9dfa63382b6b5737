"""A small catalogue in memory that answers like the resolver: for tests of bulk matching.

Filled from plain items, from the real catalogue CSV or from real CommerceML files with a reader of
a few lines, so that the tests of the import lean on no other part of the program.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from xml.etree.ElementTree import iterparse

from rapidfuzz import fuzz, process

from b2bdesk.domain.bulk_match import Coded, grade
from b2bdesk.domain.bulk_rows import Candidate, ItemState, Match
from b2bdesk.trade.article import match_keys
from b2bdesk.trade.fold import fold_name


class MemoryCatalogue:
    """Items by id with their codes; `resolve`, `hits`, `propose` as the ports of the product."""

    def __init__(
        self, items: Iterable[ItemState], barcodes: Mapping[str, str] | None = None
    ) -> None:
        self.items = {item.id: item for item in items}
        self._by_bare: dict[str, list[Coded]] = {}
        for item in self.items.values():
            self.add_code(item.id, item.article, "article")
        for code, item_id in (barcodes or {}).items():
            self.add_code(item_id, code, "barcode")
        self._names: dict[str, str] | None = None

    def add_code(self, item_id: str, code: str, kind: str) -> None:
        """Let a further code lead to an item."""
        self._by_bare.setdefault(match_keys(code).bare, []).append(Coded(item_id, code, kind))

    def resolve(self, texts: Iterable[str]) -> dict[str, list[Match]]:
        """Hits of each text that has any."""
        found = {}
        for text in texts:
            matches = grade(text, self._by_bare.get(match_keys(text).bare, ()))
            if matches:
                found[text] = matches
        return found

    def hits(self, texts: Sequence[str]) -> list[bool]:
        """For each text whether anything is found."""
        return [bool(self._by_bare.get(match_keys(text).bare)) for text in texts]

    def propose(self, names: Sequence[str]) -> list[list[Candidate]]:
        """Items with similar names."""
        if self._names is None:
            self._names = {item.id: fold_name(item.name) for item in self.items.values()}
        found = []
        for name in names:
            best = process.extract(
                fold_name(name), self._names, scorer=fuzz.token_sort_ratio, limit=3, score_cutoff=60
            )
            found.append(
                [
                    Candidate(
                        item_id, self.items[item_id].article, self.items[item_id].name, int(s)
                    )
                    for _name, s, item_id in best
                ]
            )
        return found


def online_retail(path: Path) -> MemoryCatalogue:
    """The real wholesale catalogue (`catalog.csv`)."""
    items = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            price = row["TypicalUnitPrice"]
            items.append(
                ItemState(
                    id=row["StockCode"],
                    article=row["StockCode"],
                    name=row["Description"],
                    unit="шт",
                    price_e5=round(float(price) * 100_000) if price else None,
                )
            )
    return MemoryCatalogue(items)


def commerceml(*paths: Path) -> MemoryCatalogue:
    """Goods of real CommerceML files: article, name, barcode."""
    items: dict[str, ItemState] = {}
    barcodes: dict[str, str] = {}
    for path in paths:
        for _event, element in iterparse(path):
            if element.tag.rpartition("}")[2] != "Товар":
                continue
            fields = {child.tag.rpartition("}")[2]: child.text or "" for child in element}
            article = fields.get("Артикул", "").strip()
            if not article:
                continue
            item = ItemState(
                fields["Ид"], article, fields.get("Наименование", ""), price_e5=100_000
            )
            items[item.id] = item
            if fields.get("Штрихкод"):
                barcodes[fields["Штрихкод"].strip()] = item.id
            element.clear()
    return MemoryCatalogue(items.values(), barcodes)
