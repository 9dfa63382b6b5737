"""Lines of several parts as the lines of the cart they came out of.

A part keeps the rank of its source's line, so pieces of one line are known by rank and item; what
was added to a part afterwards comes at the end.
"""

from collections.abc import Sequence

from b2bdesk.domain.cart import Line
from b2bdesk.domain.edits import RANK_STEP, LineSwap
from b2bdesk.trade.ids import new_id


def joined_swaps(source: Sequence[Line], pieces: Sequence[Line]) -> tuple[LineSwap, ...]:
    """Return what turns the lines of a cart into what its parts hold; empty = nothing differs.

    Args:
        source: the lines before the split, in order.
        pieces: the lines of the parts now.
    """
    of_rank = {line.rank: line for line in source}
    summed: dict[str, Line] = {}
    added: list[Line] = []
    for piece in pieces:
        origin = of_rank.get(piece.rank)
        if origin is None or not _same_goods(origin, piece):
            added.append(piece)
            continue
        known = summed.get(origin.line_id)
        summed[origin.line_id] = _together(known, piece) if known else _home(origin, piece)
    swaps = []
    for line in source:
        after = summed.get(line.line_id)
        if after is not None and after.quantity_e3 == line.quantity_e3:
            after = after._replace(wish_e3=line.wish_e3)
        if after != line:
            swaps.append(LineSwap(line, after))
    rank = max((line.rank for line in source), default=0)
    for number, piece in enumerate(sorted(added, key=lambda line: line.rank), 1):
        new = piece._replace(line_id=new_id(), rank=rank + number * RANK_STEP)
        swaps.append(LineSwap(None, new))
    return tuple(swaps)


def _same_goods(line: Line, piece: Line) -> bool:
    return (line.item_id, line.okei, line.factor_e3, line.typed) == (
        piece.item_id,
        piece.okei,
        piece.factor_e3,
        piece.typed,
    )


def _home(origin: Line, piece: Line) -> Line:
    """A piece with the identity of its source; warehouse and address go back to the cart's."""
    return piece._replace(
        line_id=origin.line_id, place=origin.place, address_id=origin.address_id, wish_e3=None
    )


def _together(line: Line, piece: Line) -> Line:
    comment = line.comment
    if piece.comment and piece.comment not in comment:
        comment = "; ".join(filter(None, (comment, piece.comment)))
    return line._replace(quantity_e3=line.quantity_e3 + piece.quantity_e3, comment=comment)
