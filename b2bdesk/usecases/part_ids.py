"""Ids of the carts and lines that a split makes: the same in every copy of the cart (R12).

Two copies of a profile that split a cart alike make the same carts, so that their orders have the
same keys; `trade.lineage` reads from the ids which carts are the same goods.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import count

from b2bdesk.domain.splitting import Piece, Plan
from b2bdesk.trade.lineage import part_of, split_mark

_LONGEST = 150
"""Portals take line ids of 200 characters; lines of parts of parts of parts come near."""


def part_ids(
    cart_id: str, plan: Plan, known: Callable[[Sequence[str]], bool]
) -> dict[str, tuple[str, str]]:
    """Return the id of each part by its key, and the step that leads to it.

    Args:
        cart_id: the cart that is split.
        plan: into what.
        known: whether one of these carts was made before. A split that was taken back keeps its
            ids, as its parts lie in the recycle bin and may have been edited.
    """
    content = sorted((part.key, part.pieces) for part in plan.parts)
    for again in count():
        mark = split_mark(cart_id, plan.way, again, content)
        steps = {key: part_of("", mark, number) for number, (key, _) in enumerate(content, 1)}
        ids = {key: (cart_id + step, step) for key, step in steps.items()}
        if not known([part_id for part_id, _ in ids.values()]):
            return ids
    raise AssertionError


def piece_ids(pieces: Iterable[Piece], step: str) -> list[str]:
    """Return an id for the line of each piece of a part; a line may be there more than once."""
    seen: Counter[str] = Counter()
    ids = []
    for piece in pieces:
        nth = f"-{seen[piece.line_id]}" if seen[piece.line_id] else ""
        seen[piece.line_id] += 1
        line_id = f"{piece.line_id}{step}{nth}"
        if len(line_id) > _LONGEST:
            line_id = hashlib.sha256(line_id.encode()).hexdigest()[:32]
        ids.append(line_id)
    return ids
