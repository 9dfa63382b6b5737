"""The shapes of made-up lists by name, and `make`, which builds one from a seed."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.support import list_forms, list_tables
from tests.support.lists import Made, make_goods

SHAPES: dict[str, Callable[[random.Random, Made], None]] = {
    "price_form": list_forms.price_form,
    "request": list_forms.request,
    "estimate": list_forms.estimate,
    "specification": list_forms.specification,
    "invoice_1c": list_forms.invoice_1c,
    "order_in_middle": list_forms.order_in_middle,
    "bare": list_tables.bare,
    "code_quantity": list_tables.code_quantity,
    "stacked": list_tables.stacked,
    "price_list": list_tables.price_list,
    "english": list_tables.english,
    "barcodes": list_tables.barcodes,
    "in_words": list_tables.in_words,
    "sum_groups": list_tables.sum_groups,
}


def make(shape: str, seed: int, count: int = 40) -> Made:
    """A list of a shape; the same seed gives the same list."""
    rng = random.Random(f"{shape}-{seed}")
    made = Made(goods=make_goods(rng, count))
    SHAPES[shape](rng, made)
    return made
