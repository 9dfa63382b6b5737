"""What a result can be narrowed by: brands, attributes, places, prices, and how many goods each."""

from dataclasses import dataclass

from b2bdesk.domain.facets import AttributeFacet
from b2bdesk.usecases.rows.offers import FacetRow


@dataclass(frozen=True, slots=True)
class PlaceFacet:
    """A warehouse and how many of the goods lie there."""

    id: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class FacetsRow:
    """All facets of one question.

    Counts of a facet are those of the question without the facet itself, so that a second value
    can be added. Prices are of one base unit, in 10^-5, None = nothing has a price.
    """

    total: int = 0
    brands: tuple[FacetRow, ...] = ()
    attributes: tuple[AttributeFacet, ...] = ()
    places: tuple[PlaceFacet, ...] = ()
    price_low_e5: int | None = None
    price_high_e5: int | None = None
    in_stock: int = 0
    bought: int = 0
    promoted: int = 0
    added: int = 0
