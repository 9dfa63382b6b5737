"""The list as a file: what is shown, in its order, all of it, or nothing when it is stopped."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from python_calamine import load_workbook

from b2bdesk.files.goods_table import GoodsTables
from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.goods_export import (
    ARRIVES,
    MOST_PRINTED,
    PAGE,
    PLACES,
    GoodsExport,
    ShownGoods,
)
from b2bdesk.usecases.rows.offers import OfferRow

COLUMNS = (
    ("article", "Артикул"), ("name", "Наименование"), ("stock", "Остаток"), (PLACES, "По складам"),
    ("coming", "В пути"), (ARRIVES, "Придёт"), ("price", "Цена"), ("unit", "Ед."),
    ("qty", "Кол-во"),
)  # fmt: skip


class Stop(Exception):
    """The person pressed Cancel."""


class Shelf:
    """Goods made up by number; remembers how many were asked for at once."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def offers(self, ns: Sequence[int]) -> list[OfferRow]:
        self.asked.append(len(ns))
        return [self._offer(n) for n in ns]

    def _offer(self, n: int) -> OfferRow:
        return OfferRow(
            n, f"i{n}", f"=А-{n:03d}", f"Болт {n}", "Метиз", "g", "796", 1000, 1000, "22",
            None if n == 2 else n * 100_000, n * 1000, places=(("Химки", n * 1000),),
            incoming_e3=5000, incoming_date=dt.date(2026, 11, 28),
        )  # fmt: skip


def shown(ns: Sequence[int]) -> ShownGoods:
    units, numbers = (lambda _okei: "шт"), (lambda e3: f"{e3 / 1000:g}")
    return ShownGoods("Болты", "8 мм", COLUMNS, ns, {"i3": 7000}, units, numbers)


def quiet(_done: int, _total: int) -> None:
    """Nobody listens."""


def test_a_spreadsheet_holds_every_row_in_the_order_shown(tmp_path: Path) -> None:
    shelf = Shelf()
    told: list[tuple[int, int]] = []
    ns = [*range(2 * PAGE + 5, 3, -1), 1, 3, 2]
    target = GoodsExport(shelf, GoodsTables()).save(
        tmp_path / "list.xlsx", shown(ns), lambda done, total: told.append((done, total))
    )
    rows = load_workbook(str(target)).get_sheet_by_index(0).to_python()
    assert rows[0] == [title for _, title in COLUMNS]
    assert [row[1] for row in rows[1:]] == [f"Болт {n}" for n in ns]
    assert rows[-2][2:] == [3.0, "Химки 3", 5.0, dt.date(2026, 11, 28), 3.0, "шт", 7.0]
    assert rows[-1][6] == "", "what has no price has no price"
    assert max(shelf.asked) <= PAGE, "never the whole catalogue at once"
    assert told[0] == (0, len(ns))
    assert told[-1] == (len(ns), len(ns))


def test_what_is_stopped_leaves_no_file(tmp_path: Path) -> None:
    def stop(done: int, _total: int) -> None:
        if done:
            raise Stop

    with pytest.raises(Stop):
        GoodsExport(Shelf(), GoodsTables()).save(
            tmp_path / "list.xlsx", shown(range(1, 3 * PAGE)), stop
        )
    assert list(tmp_path.iterdir()) == []


def test_csv_is_harmless_and_paper_has_its_limit(tmp_path: Path) -> None:
    export = GoodsExport(Shelf(), GoodsTables())
    text = export.save(tmp_path / "list.csv", shown([3]), quiet).read_text("utf-8-sig")
    [_, row] = csv.reader(io.StringIO(text), delimiter=";")
    assert not row[0].startswith("=")
    assert (row[2], row[6]) == ("3", "3")
    made = export.save(tmp_path / "list.pdf", shown([3, 4]), quiet)
    assert made.read_bytes().startswith(b"%PDF-")
    with pytest.raises(Expected) as caught:
        export.save(tmp_path / "long.pdf", shown(range(MOST_PRINTED + 1)), quiet)
    assert caught.value.code == "list_too_long"
    assert not (tmp_path / "long.pdf").exists()
