"""What many lines of an open cart come to, one after another; most take the price of one."""

from collections.abc import Iterable, Iterator, Mapping

from b2bdesk.domain.cart import NOTHING, Facts, Figures, Line, Mark, figures, marks
from b2bdesk.trade.quantity import ONE_E3
from b2bdesk.usecases.ports.carts import PriceBook

Counted = tuple[Line, Figures, tuple[Mark, ...]]


def counted(
    lines: Iterable[Line], facts_of: Mapping[str, Facts], book: PriceBook, measured: int | None
) -> Iterator[Counted]:
    """Each line with its figures and marks.

    Args:
        lines: in any order.
        facts_of: facts by item id.
        book: prices of the contract.
        measured: the sum of the cart (minor units) when it has reached a threshold.
    """
    terms = book.terms
    included: dict[int, bool] = {}  # by the kind of price, for prices that no step reaches
    for line in lines:
        item_id = line.item_id
        facts = facts_of.get(item_id)
        if facts is None:
            yield line, NOTHING, marks(line, None, None)
            continue
        base, step, kind = line.base_e3, facts.step_from_e3, facts.kind
        if step > 0 and (base >= step or step <= ONE_E3):
            seen = book.price(item_id, facts, base)
            with_vat = book.vat_included(item_id, facts, base)
        else:
            seen = facts.price_e5
            if kind not in included:
                included[kind] = book.vat_included(item_id, facts, base)
            with_vat = included[kind]
        price = seen if measured is None else book.final(item_id, facts, base, measured)
        yield line, figures(line, facts, price, terms, with_vat), marks(line, facts, seen)
