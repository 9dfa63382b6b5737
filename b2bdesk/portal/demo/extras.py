"""What a demo item has besides itself: variants, further pictures, papers, companions, age.

All of it is arithmetic on (family, make, size), so that catalogues of any size stay cheap to make
and the same. Rows that hang on items are given to the main makes only: the million does not grow.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from b2bdesk.portal.demo.certificates import CERTIFICATE, PASSPORT
from b2bdesk.portal.demo.families import Family

PICTURE = "picture"
PICTURES = 3
_BLIND = 97
_MAIN_MAKES = 3
_PAPERS = {"Крепёж": (CERTIFICATE,), "Электрика": (CERTIFICATE, PASSPORT),
           "Инструмент": (PASSPORT,)}  # fmt: skip
_TITLES = {CERTIFICATE: "Сертификат соответствия", PASSPORT: "Паспорт изделия"}
_RELATED = 3
LONG = (
    " в индивидуальной упаковке с подвесом, этикеткой со штрихкодом, паспортом, гарантийным талоном"
    " и памяткой по монтажу на русском и казахском языках"
)
_LONG_EVERY, _LONG_AT = 997, 500
NEW_DAYS = 45
# one batch in so many is close to its end: days left
_SHORT_PERCENT = 22
_SHORT_DAYS = (12, 26, 55)


class Extra(NamedTuple):
    """A file of an item as the feed names it."""

    kind: str
    ord: int
    media: str
    title: str


def variant_of(family: Family, brand: str) -> str:
    """Return the name of the product an item is a variant of: all sizes and kinds of a brand."""
    return f"{family.key}:{brand}"


def long_words(n: int) -> str:
    """Return what makes the name of every now and then an item very long."""
    return LONG if n % _LONG_EVERY == _LONG_AT else ""


def added_on(n: int, today: dt.date) -> str:
    """Return the day an item was taken up: the last weeks for every twentieth, else unknown."""
    return (today - dt.timedelta(days=n % NEW_DAYS)).isoformat() if n % 23 == 5 else ""


def next_batch(n: int, today: dt.date) -> str:
    """Return the day of the next batch from the maker, known for some."""
    return (today + dt.timedelta(days=7 + n % 30)).isoformat() if n % 9 == 4 else ""


def batches(
    keeps: int, n: int, place: str, quantity_e3: int, lot_e3: int, today: dt.date
) -> Iterator[tuple[str, int]]:
    """Yield until when what lies in a place may be used, and how much of it (e3).

    Args:
        keeps: months the goods keep, 0 = no date on them.
        n: the item's number.
        place: a warehouse; each has batches of its own.
        quantity_e3: what lies there.
        lot_e3: batches are whole lots.
        today: the demo's day.
    """
    if not keeps or quantity_e3 <= 0:
        return
    draw = (n * 31 + len(place) * 7) % 100
    left = _SHORT_DAYS[draw % 3] if draw < _SHORT_PERCENT else keeps * 30 * (40 + draw % 55) // 100
    older = (quantity_e3 // lot_e3 // 3) * lot_e3 if draw % 2 else quantity_e3
    if older:
        yield (today + dt.timedelta(days=left)).isoformat(), older
    if quantity_e3 > older:
        yield (today + dt.timedelta(days=keeps * 30 - draw % 20)).isoformat(), quantity_e3 - older


def files_of(family: Family, index: int, n: int) -> Iterator[Extra]:
    """Yield the files of an item; one in a hundred has not even a picture."""
    main = index < _MAIN_MAKES * len(family.sizes)
    if n % _BLIND:
        for place in range(1, (PICTURES if main and not n % 3 else 1) + 1):
            yield Extra(PICTURE, place, "image/png", "")
    if main:
        for kind in _PAPERS.get(family.path[0], ()):
            yield Extra(kind, 1, "application/pdf", _TITLES[kind])


def neighbours(firsts: Sequence[tuple[str, int, int]], place: int, index: int) -> tuple[int, ...]:
    """Return the numbers of goods bought along: of the next families of the same section.

    Args:
        firsts: section, first number and count of every family.
        place: of the item's family among them.
        index: of the item inside its family.
    """
    section = firsts[place][0]
    others = [each for each in (*firsts[place + 1 :], *firsts[:place]) if each[0] == section]
    return tuple(first + index % count for _, first, count in others if count)[:_RELATED]
