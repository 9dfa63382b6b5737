"""Barcodes that were not typed whole or not typed right.

The whole number and its beginning are looked up with the codes (`queries.sources`); here is what
costs more and is asked only when nothing else was found: the end of a number, a wrong digit, two
digits changed about.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from b2bdesk.models.queries.view import View

_TAIL = range(5, 13)
_WHOLE = (8, 12, 13, 14)
_MOST = 50
_NOT_DIGITS = re.compile(r"[\s-]")


def barcode_like(view: View, text: str) -> Iterator[tuple[str, list[int]]]:
    """Yield the items whose barcode ends with typed digits, then those a digit away.

    Yields:
        (the barcode meant, "" when the typed digits stand in it, numbers of items).
    """
    digits = _NOT_DIGITS.sub("", text)
    if not (digits.isascii() and digits.isdigit()):
        return
    if len(digits) in _TAIL:
        ns = [n for n, _ in _found(view, "barcode LIKE ?", [f"%{digits}"])]
        if ns:
            yield "", ns
    if len(digits) in _WHOLE:
        near = mistyped(digits)
        found = _found(view, f"barcode IN ({', '.join('?' * len(near))})", near) if near else []
        if found:
            yield found[0][1], list(dict.fromkeys(n for n, _ in found))


def mistyped(digits: str) -> list[str]:
    """Return the numbers with a right check digit that are one digit or one swap away."""
    made: dict[str, None] = {}
    for at, digit in enumerate(digits):
        for other in "0123456789":
            if other != digit:
                made[digits[:at] + other + digits[at + 1 :]] = None
    for at, (first, second) in enumerate(pairwise(digits)):
        made[digits[:at] + second + first + digits[at + 2 :]] = None
    return [each for each in made if _is_right(each)]


def _is_right(digits: str) -> bool:
    """Say whether the last digit is the check digit of the others (GS1 General Specifications)."""
    total = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(reversed(digits)))
    return total % 10 == 0


def _found(view: View, condition: str, values: list[str]) -> list[tuple[int, str]]:
    return [
        (int(n), str(barcode))
        for n, barcode in view.rows(
            f"SELECT n, barcode FROM barcode WHERE +sid = {view.assortment} AND {condition}"
            f" ORDER BY n LIMIT {_MOST}",
            tuple(values),
        )
    ]
