"""What a family of goods is: a true matrix of sizes times makes, and how its items are written.

A family lists the sizes that really exist (a bolt M4 is not 200 mm long) and the makes (brand,
class, coating, colour). Item number i of a family is make i // sizes in size i % sizes, so the
first items of every family are a complete matrix of its main make, whatever the catalogue's size.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Size:
    """One size: words of the name, code for articles, mass of a piece, list price, attributes.

    `price` is in kopecks for the first make; `weight` in grams; `volume` in cm³; `keeps` months
    where not all sizes of the family keep alike.
    """

    text: str
    code: str
    price: int
    weight: int
    volume: int = 0
    attributes: tuple[tuple[str, str], ...] = ()
    fits: str = ""
    keeps: int = 0


@dataclass(frozen=True, slots=True)
class Make:
    """One make of all sizes: brand, words after the size, article code, price in percent."""

    brand: str
    text: str
    code: str
    percent: int = 100
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """A larger unit: ОКЕИ code, its words, base units inside."""

    okei: str
    name: str
    factor: int


@dataclass(frozen=True, slots=True)
class Family:
    """A product family.

    Attributes:
        share: weight of the family in a catalogue of limited size.
        name: template of the item's name with {size} and {make}.
        lots: base units per small pack by mass class, see `lot`.
        keeps: months the goods keep from the day they are made, 0 = no date on them.
        fits: key of families that go together (bolt, nut and washer of one thread).
    """

    key: str
    path: tuple[str, ...]
    share: int
    name: str
    code: str
    sizes: tuple[Size, ...]
    makes: tuple[Make, ...]
    okei: str = "796"
    vat: str = "22"
    shape: str = "box"
    fixed_lot: int = 0
    box_lots: int = 10
    minimum: int = 0
    keeps: int = 0
    fits: str = ""
    description: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Return how many items the family can have."""
        return len(self.sizes) * len(self.makes)

    def lot(self, size: Size) -> int:
        """Return the multiple: given, or the usual pack for a piece of this mass."""
        if self.fixed_lot:
            return self.fixed_lot
        for limit, pieces in ((3, 500), (8, 200), (25, 100), (60, 50), (150, 25), (400, 10)):
            if size.weight <= limit:
                return pieces
        return 5 if size.weight <= 1_000 else 1


def makes(
    brands: tuple[tuple[str, int], ...],
    kinds: tuple[tuple[str, str, int], ...],
    attribute: str = "",
) -> tuple[Make, ...]:
    """Return every kind of every brand: (brand, percent) × (words, code, percent).

    The main kinds of the main brands come first (by diagonals), so that even a small catalogue
    holds the same size of several brands and kinds: analogues need both.
    """
    pairs = sorted(
        (
            (rank + order, rank, brand_share, kind)
            for rank, brand_share in enumerate(brands)
            for order, kind in enumerate(kinds)
        ),
        key=lambda pair: pair[:2],
    )
    return tuple(
        Make(
            brand,
            words,
            code,
            percent * share // 100,
            ((attribute, words.lstrip(", ")),) if attribute and words else (),
        )
        for _, _, (brand, share), (words, code, percent) in pairs
    )


def thread_sizes(table: Mapping[int, tuple[int, ...]], price: int, gauge: int) -> tuple[Size, ...]:
    """Return M diameter × length sizes with masses of a steel rod and prices by mass.

    Args:
        table: lengths in mm by diameter in mm.
        price: kopecks per kilogram.
        gauge: head and shank factor in percent of a plain rod.
    """
    sizes = []
    for diameter, lengths in table.items():
        for length in lengths:
            # Steel rod: 0.00617 g per mm³ of d²·l, the head counted as 2.2 diameters of length.
            grams = 617 * diameter * diameter * (length + diameter * 22 // 10) * gauge // 10_000_000
            cost = max(18, 12 + grams * price // 1000 + diameter * 3)
            sizes.append(
                Size(
                    f"М{diameter}×{length}",
                    f"{diameter:02d}{length:03d}",
                    cost,
                    max(1, grams),
                    max(1, grams // 4),
                    (("Диаметр, мм", str(diameter)), ("Длина, мм", str(length))),
                    f"М{diameter}",
                )
            )
    return tuple(sizes)


def round_sizes(diameters: tuple[int, ...], price: int, mass: int) -> tuple[Size, ...]:
    """Return sizes by thread only (nuts, washers): mass grows with the cube of the diameter."""
    sizes = []
    for diameter in diameters:
        grams = max(1, mass * diameter**3 // 1000)
        sizes.append(
            Size(
                f"М{diameter}",
                f"{diameter:02d}000",
                max(9, 7 + grams * price // 1000),
                grams,
                max(1, grams // 4),
                (("Диаметр, мм", str(diameter)),),
                f"М{diameter}",
            )
        )
    return tuple(sizes)
