"""What a card shows besides the item itself: variants, companions, the first day it can ship."""

from dataclasses import dataclass
from datetime import date

from b2bdesk.domain.variants import Matrix
from b2bdesk.usecases.rows.offers import OfferRow


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside an item.

    `fits` are goods it works with, `variants` how many variants its product has (itself included,
    0 = it is alone), `ships_on` the first day of shipment of what is in stock, `arrives_on` of what
    is on its way when nothing is; None = not known.
    """

    fits: tuple[OfferRow, ...] = ()
    variants: int = 0
    ships_on: date | None = None
    arrives_on: date | None = None


@dataclass(frozen=True, slots=True)
class Product:
    """All variants of a product as this buyer sees them; `matrix` None = they do not differ."""

    name: str
    offers: tuple[OfferRow, ...]
    matrix: Matrix | None
