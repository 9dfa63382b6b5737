"""Finding items behind typed codes, for lists, pastes and the order sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from b2bdesk.domain.bulk_rows import Match
from b2bdesk.usecases.rows.offers import OfferRow


@dataclass(frozen=True, slots=True)
class Hit:
    """One item a typed code leads to; `kind` is the level: article, barcode, code, own_code …

    `level` is smaller when the match is stricter (PROTOCOL R9a); `okei` is the pack whose barcode
    it was, when it was one.
    """

    kind: str
    level: int
    offer: OfferRow
    okei: str = ""


class ResolvePort(Protocol):
    """Resolves many codes at once in the current context (constant number of queries)."""

    def resolve(self, codes: Sequence[str]) -> Mapping[str, tuple[Hit, ...]]:
        """Return the hits of each code as typed, strictest first; a missing key = nothing."""
        ...

    def matches(self, codes: Sequence[str]) -> Mapping[str, Sequence[Match]]:
        """Return the same hits as ids, without their offers: for lists of thousands."""
        ...

    def offers_by_ids(self, item_ids: Sequence[str]) -> Mapping[str, OfferRow]:
        """Return the offers of opaque item ids that the cache knows."""
        ...

    def similar(self, text: str, limit: int) -> Sequence[OfferRow]:
        """Return proposals by name for one text, best first."""
        ...
