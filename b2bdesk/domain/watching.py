"""When a watched condition is true. Pure: facts in, yes or no out.

A condition is told when it becomes true; while it stays true nothing is told again, and when it
was false in between it is told anew (`usecases.favourites`).
"""

from datetime import date

from b2bdesk.trade.decimals import parse_amount

STOCK, PRICE, FELL, BATCH, LISTED = "stock", "price", "fell", "batch", "listed"
FRESH = "fresh"
KINDS = (STOCK, PRICE, FELL, BATCH, FRESH, LISTED)
DATED = (BATCH, FRESH)
_E5, _E2 = 100_000, 100
_WHOLE_E2 = 10_000


def holds(
    kind: str, value: str, base_e5: int | None, price_e5: int | None, stock_e3: int | None
) -> bool:
    """Say whether a condition on price or stock is true; unknown is not true."""
    if kind == STOCK:
        return stock_e3 is not None and stock_e3 > 0
    if price_e5 is None or not value:
        return False
    if kind == PRICE:
        return price_e5 <= int(value)
    if kind == FELL and base_e5:
        return price_e5 * _WHOLE_E2 <= base_e5 * (_WHOLE_E2 - int(value))
    return False


def batch_holds(value: str, next_batch: date | None) -> bool:
    """Say whether a batch is announced, not later than the date of the rule when it has one."""
    if next_batch is None:
        return False
    return not value or next_batch <= date.fromisoformat(value)


def fresh_holds(value: str, freshest: date | None) -> bool:
    """Say whether something in stock may be used until the date of the rule or longer."""
    return freshest is not None and bool(value) and freshest >= date.fromisoformat(value)


def typed_value(kind: str, text: str) -> str | None:
    """Return what a person typed as a rule's value; empty = no rule, None = does not read.

    Prices are read as roubles (or the contract's currency) per base unit, percents as 1…99,
    dates as day.month.year or ISO.
    """
    plain = text.strip().rstrip("%₽$€ ").strip()
    if not plain:
        return ""
    if kind in DATED:
        return _typed_date(plain)
    amount = parse_amount(plain)
    if amount is None or amount <= 0:
        return None
    if kind == PRICE:
        return str(int(amount * _E5))
    scaled = int(amount * _E2)
    return str(scaled) if kind == FELL and 0 < scaled < _WHOLE_E2 else None


def _typed_date(text: str) -> str | None:
    parts = text.replace("/", ".").split(".")
    try:
        if len(parts) == 3:
            day, month, year = (int(part) for part in parts)
            return date(year + 2000 if year < 100 else year, month, day).isoformat()
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None
