"""Sending one cart as several orders: split, seal every part, or leave everything as it was."""

from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.rows.carts import Checkout, SealResult
from b2bdesk.usecases.splitting import Splitting, Titles
from b2bdesk.usecases.submit import Submit


def send_parts(
    splitting: Splitting, submit: Submit, wanted: tuple[str, str, Checkout], titles: Titles
) -> tuple[SealResult, ...]:
    """Split a cart and seal its parts as orders; when one cannot go the cart stays whole.

    Args:
        splitting: splits.
        submit: seals.
        wanted: id of the cart, the way to split it, what was decided besides the lines.
        titles: what the parts are called.

    Raises:
        Expected: what blocks a part, `split_nothing`, `cart_sealed`, `cart_frozen`.
    """
    cart_id, way, checkout = wanted
    done = splitting.split(cart_id, way, titles, checkout)
    pairs = [(cart.id, each) for cart, each in zip(done.carts, done.checkouts, strict=True)]
    try:
        return submit.seal_all(pairs)
    except Expected:
        splitting.take_back(pairs[0][0])
        raise
