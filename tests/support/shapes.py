"""The shapes of made-up lists by name, and `make`, which builds one from a seed."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.support import list_forms, list_found, list_odd, list_official, list_tables
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
    "signed_form": list_odd.signed_form,
    "numbered_heading": list_odd.numbered_heading,
    "currency_heading": list_odd.currency_heading,
    "stock_words": list_odd.stock_words,
    "volumes": list_odd.volumes,
    "helper_lists": list_odd.helper_lists,
    "merged_labels": list_odd.merged_labels,
    "three_levels": list_odd.three_levels,
    "moved_table": list_odd.moved_table,
    "dealer_codes": list_odd.dealer_codes,
    "local_estimate": list_odd.local_estimate,
    "paged_specification": list_odd.paged_specification,
    "contract_tail": list_odd.contract_tail,
    "waybill": list_official.waybill,
    "act": list_official.act,
    "transfer": list_official.transfer,
    "resource_estimate": list_official.resource_estimate,
    "price_report": list_official.price_report,
    "units_below": list_official.units_below,
    "wide_quantity": list_official.wide_quantity,
    "stock_of_stores": list_found.stock_of_stores,
    "turnover": list_found.turnover,
    "terms_above": list_found.terms_above,
    "late_heading": list_found.late_heading,
    "unknown_price": list_found.unknown_price,
    "units_as_quantity": list_found.units_as_quantity,
    "wide_export": list_found.wide_export,
    "no_price_yet": list_found.no_price_yet,
    "models": list_found.models,
    "pivot_first": list_found.pivot_first,
    "blank_level": list_found.blank_level,
    "signed_act": list_found.signed_act,
    "price_breaks": list_found.price_breaks,
}


def make(shape: str, seed: int, count: int = 40) -> Made:
    """A list of a shape; the same seed gives the same list."""
    rng = random.Random(f"{shape}-{seed}")
    made = Made(goods=make_goods(rng, count))
    SHAPES[shape](rng, made)
    return made
