"""Order lists, price lists and estimates of the shapes real ones have, with what they must give.

Shapes were drawn after real files seen outside the repository; goods, numbers and firms are made
up from a seed. `tests.support.shapes` maps names to builders of a `Made`; `list_files` writes one
as xlsx, ods, csv, HTML named .xls or XML 2003.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from b2bdesk.domain.bulk_rows import ItemState

Cell = str | int | float | None
MATCHED, GROUP, TOTAL, NOTE, EMPTY = "matched", "group_row", "total_row", "note_row", "no_quantity"
HEADER = "header_row"


@dataclass(frozen=True)
class Good:
    """An item of the made-up catalogue."""

    article: str
    name: str
    unit: str
    price: float
    barcode: str


@dataclass
class Made:
    """A list with its truth: heading rows, columns by letter, a status per row number."""

    rows: list[list[Cell]] = field(default_factory=list)
    merges: list[str] = field(default_factory=list)
    bold: set[int] = field(default_factory=set)
    header: tuple[int, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    statuses: dict[int, str] = field(default_factory=dict)
    asked: list[tuple[str, int]] = field(default_factory=list)
    goods: list[Good] = field(default_factory=list)
    sheet: str = "Лист1"
    needs_merges: bool = False
    before: list[tuple[str, list[list[Cell]]]] = field(default_factory=list)

    def add(
        self, cells: Sequence[Cell], status: str = "", asked: tuple[str, int] | None = None
    ) -> int:
        """Append a row and return its number."""
        self.rows.append(list(cells))
        number = len(self.rows)
        if status:
            self.statuses[number] = status
        if asked:
            self.asked.append(asked)
        return number

    def title(self, *texts: str) -> None:
        """Rows above the table, each followed by nothing."""
        for text in texts:
            self.add([text] if text else [])

    def catalogue(self) -> list[ItemState]:
        """The goods as the buyer's catalogue knows them."""
        return [
            ItemState(
                f"id-{g.article}",
                g.article,
                g.name,
                unit=g.unit,
                okei=_OKEI[g.unit],
                price_e5=round(g.price * 100_000),
            )
            for g in self.goods
        ]


_OKEI = {"шт": "796", "м": "006", "упак": "778", "компл": "839", "кг": "166"}
KINDS = (
    "Болт",
    "Гайка",
    "Кабель",
    "Выключатель",
    "Розетка",
    "Труба",
    "Муфта",
    "Светильник",
    "Датчик",
    "Шкаф",
    "Клемма",
    "Щит распределительный",
    "Дрель",
    "Перчатки",
    "Бумага офисная",
    "Картридж",
)
MAKERS = ("IEK", "Legrand", "Болид", "DKC", "Schneider", "КЭАЗ", "Rexant", "ABB")


def make_goods(rng: random.Random, count: int) -> list[Good]:
    """Goods with articles of the kinds suppliers have."""
    styles: list[Callable[[int], str]] = [
        lambda n: f"{rng.choice('АБВГДКМ')}{rng.choice('БВГ')}-{10000 + n}",
        lambda n: f"{rng.randrange(100000, 999999)}{n:03}",
        lambda n: f"{rng.choice(('MVA', 'TRG', 'CKK', 'LPC'))}{20 + n % 70}-{n % 9}-{n:03}-C",
        lambda n: f"00{n:06}",
    ]
    style = rng.choice(styles)
    goods = []
    for n in range(count):
        name = (
            f"{rng.choice(KINDS)} {rng.choice(MAKERS)} {rng.randrange(2, 90)}"
            f"х{rng.randrange(1, 40)},{rng.randrange(1, 9)} мм серия {rng.choice('ABCDE')}{n}"
        )
        unit = rng.choice(("шт", "шт", "шт", "шт", "м", "упак", "компл", "кг"))
        price = rng.randrange(100, 999_999) / 100
        goods.append(
            Good(
                style(n),
                name,
                unit,
                price,
                _ean(4_600_000_000_00 + rng.randrange(10**9) * 1000 + n),
            )
        )
    return goods


def _ean(number: int) -> str:
    digits = f"{number % 10**12:012}"
    check = -sum(int(d) * (3 if at % 2 else 1) for at, d in enumerate(digits)) % 10
    return digits + str(check)


def some_quantity(rng: random.Random) -> int:
    return rng.choice((1, 2, 3, 5, 6, 10, 12, 20, 24, 50, 100, 250))
