"""The demo catalogue: 12,000 believable items by default, up to a million, from a seed.

Items come family by family, so that their numbers follow the catalogue's order; analogues and
companions are arithmetic on (family, make, size), so nothing catalogue-sized is kept in memory.
The dirt of real catalogues is here too: repeated articles that differ in case only, leading
zeros, Cyrillic look-alikes in prefixes, items without a price, ending and withdrawn ones.
"""

import bisect
import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from b2bdesk.portal.demo import electrical, extras, fasteners, stationery, tools
from b2bdesk.portal.demo.articles import Articles
from b2bdesk.portal.demo.families import Family, Make, Pack, Size

FAMILIES: tuple[Family, ...] = (
    *fasteners.FAMILIES,
    *electrical.FAMILIES,
    *tools.FAMILIES,
    *stationery.FAMILIES,
)
# Further lines of every brand for catalogues larger than the plain matrix: (words, percent).
LINES = (
    ("", 100),
    (" Про", 117),
    (" Эко", 89),
    (" Стандарт", 96),
    (" Line", 108),
    (" 24", 103),
    (" Плюс", 111),
    (" Оптима", 93),
    (" Max", 126),
    (" Сервис", 99),
    (" Мастер", 115),
    (" Лайт", 84),
    (" Север", 105),
    (" Юг", 97),
    (" Trade", 101),
    (" Nova", 109),
)
DEFAULT_SIZE = 12_000
LARGEST_SIZE = 1_000_000


@dataclass(frozen=True, slots=True)
class DemoItem:
    """One item ready for the stores; `price` is the list price in kopecks (0 = none)."""

    n: int
    id: str
    code: str
    article: str
    brand: str
    name: str
    path: tuple[str, ...]
    okei: str
    minimum: int
    multiple: int
    vat: str
    weight: int
    volume: int
    status: str
    replaced_by: str
    price: int
    barcode: str
    pack_barcode: str
    shape: str
    segment: str
    description: str
    attributes: dict[str, str] = field(default_factory=dict)
    packs: tuple[Pack, ...] = ()
    analogues: tuple[int, ...] = ()
    related: tuple[int, ...] = ()
    fits: tuple[int, ...] = ()
    variant: str = ""
    keeps: int = 0
    files: tuple[extras.Extra, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A family's share of a catalogue: its first item number and how many items it has."""

    family: Family
    first: int
    count: int


def plan(size: int) -> tuple[Part, ...]:
    """Share `size` items among the families by their weight; numbers start at 1.

    Raises:
        ValueError: when the size is not between 1 and `LARGEST_SIZE`.
    """
    if not 1 <= size <= LARGEST_SIZE:
        raise ValueError(f"size must be 1 to {LARGEST_SIZE}")
    counts = [0] * len(FAMILIES)
    rest = size
    while rest:
        room = [
            (index, family)
            for index, family in enumerate(FAMILIES)
            if counts[index] < family.total * len(LINES)
        ]
        weight = sum(family.share for _, family in room)
        given = 0
        for index, family in room:
            free = family.total * len(LINES) - counts[index]
            share = min(free, rest * family.share // weight)
            counts[index] += share
            given += share
        if not given:
            counts[room[0][0]] += 1
            given = 1
        rest -= given
    parts = []
    first = 1
    for family, count in zip(FAMILIES, counts, strict=True):
        parts.append(Part(family, first, count))
        first += count
    return tuple(parts)


class Identities:
    """The id of any item of a catalogue by its number, computed and not remembered."""

    def __init__(self, size: int) -> None:
        self._parts = [part for part in plan(size) if part.count]
        self._firsts = [part.first for part in self._parts]

    def of(self, n: int) -> str:
        """Return the id of an item number that the catalogue has."""
        part = self._parts[bisect.bisect_right(self._firsts, n) - 1]
        return identity(part.family, n - part.first)


def items(size: int = DEFAULT_SIZE, seed: int = 1) -> Iterator[DemoItem]:
    """Yield the catalogue in the order of its numbers; same size and seed = same items."""
    parts = plan(size)
    writer = Articles(seed)
    fits = _companions(parts)
    firsts = [(part.family.path[0], part.first, part.count) for part in parts]
    for place, part in enumerate(parts):
        rng = random.Random(f"{seed}:{part.family.key}")
        for index in range(part.count):
            related = extras.neighbours(firsts, place, index) if not index % 4 else ()
            yield _item(part, index, rng, writer, (fits, related))


def _item(
    part: Part,
    index: int,
    rng: random.Random,
    writer: "Articles",
    beside: tuple[dict[str, tuple[int, ...]], tuple[int, ...]],
) -> DemoItem:
    fits, related = beside
    family, sizes = part.family, part.family.sizes
    size = sizes[index % len(sizes)]
    make, brand, percent = _make(family, index // len(sizes))
    n = part.first + index
    code = f"{n:08d}"
    status, replaced = _status(rng, part, index)
    lot = family.lot(size)
    packs = _packs(family, lot)
    price = 0 if rng.random() < 0.004 else max(1, size.price * percent // 100)
    return DemoItem(
        n=n,
        id=identity(family, index),
        code=code,
        article=writer.article(family, size, make, brand),
        brand=brand,
        name=family.name.format(size=size.text, make=make.text) + extras.long_words(n),
        path=family.path,
        okei=family.okei,
        minimum=family.minimum or lot,
        multiple=lot,
        vat=family.vat,
        weight=size.weight,
        volume=size.volume or max(1, size.weight // 2),
        status=status,
        replaced_by=replaced,
        price=price,
        barcode=ean13("460", n),
        pack_barcode=ean13("461", n) if packs else "",
        shape=family.shape,
        segment=("A", "B", "B", "C", "C", "C")[n % 6],
        description=family.description,
        attributes=_attributes(family, size, make, brand),
        packs=packs,
        analogues=_analogues(part, index),
        related=related,
        fits=fits.get(size.fits, ()) if n not in fits.get(size.fits, ()) else (),
        variant=extras.variant_of(family, brand),
        keeps=size.keeps or family.keeps,
        files=tuple(extras.files_of(family, index, n)),
    )


def _attributes(family: Family, size: Size, make: Make, brand: str) -> dict[str, str]:
    told = {**family.attributes, **dict(size.attributes), **dict(make.attributes)}
    return {**told, "Бренд": brand}


def _make(family: Family, number: int) -> tuple[Make, str, int]:
    line, plain = divmod(number, len(family.makes))
    make = family.makes[plain]
    words, percent = LINES[line]
    return make, make.brand + words, make.percent * percent // 100


def identity(family: Family, index: int) -> str:
    """Return the item's opaque id: the shape of a 1C reference, the same in every catalogue."""
    text = hashlib.md5(f"{family.key}:{index}".encode(), usedforsecurity=False).hexdigest()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _status(rng: random.Random, part: Part, index: int) -> tuple[str, str]:
    draw = rng.random()
    if draw < 0.007:
        other = index + len(part.family.sizes)
        return "deleted", identity(part.family, other) if other < part.count else ""
    return ("ending", "") if draw < 0.02 else ("active", "")


def _packs(family: Family, lot: int) -> tuple[Pack, ...]:
    if lot == 1:
        return ()
    if family.okei == "006":
        return (Pack("736", f"бухта {lot} м", lot),)
    return (Pack("778", f"упаковка {lot}", lot), Pack("8751", "коробка", lot * family.box_lots))


def _analogues(part: Part, index: int) -> tuple[int, ...]:
    """Return the numbers of the same size in up to four other makes, nearest make first."""
    step = len(part.family.sizes)
    near = (index + shift * step for shift in (1, -1, 2, -2, 3, -3))
    return tuple(part.first + other for other in near if 0 <= other < part.count)[:4]


def _companions(parts: tuple[Part, ...]) -> dict[str, tuple[int, ...]]:
    """Return, per thread, the numbers of the nut, washers and rod that go with a bolt."""
    found: dict[str, list[int]] = {}
    for part in parts:
        if part.family.key in ("din934", "din125", "din127", "din9021"):
            for index, size in enumerate(part.family.sizes[: part.count]):
                found.setdefault(size.fits, []).append(part.first + index)
    return {thread: tuple(numbers) for thread, numbers in found.items() if thread}


def ean13(prefix: str, number: int) -> str:
    """Return a 13-digit barcode with its check digit."""
    digits = f"{prefix}{number:09d}"
    odd, even = sum(map(int, digits[::2])), sum(map(int, digits[1::2]))
    return digits + str(-(odd + 3 * even) % 10)
