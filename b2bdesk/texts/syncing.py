"""Words of a synchronisation under way, and of what waits for the buyer on the first page.

Codes come from the sync runner (`Progress.code`) and from `usecases.home` (`AttentionRow.code`); a
code that is not known here is shown as it is. Remarks of a receipt have texts in `errors`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from b2bdesk.texts.door import mark, tr
from b2bdesk.texts.errors import fill

PROGRESS = {
    "sync_account": mark("Account and contracts"),
    "sync_catalog": mark("Catalogue"),
    "sync_documents": mark("Documents"),
    "sync_indexes": mark("Preparing the search"),
    "sync_orders": mark("Orders"),
    "sync_own_codes": mark("Own codes"),
    "sync_prices": mark("Prices"),
    "sync_settlements": mark("Settlements"),
    "sync_stock": mark("Stock levels"),
    "sync_terms": mark("Terms of contracts"),
}
ATTENTION = {
    "debt_overdue": mark("Overdue debt: {overdue_minor}"),
    "order_changed": mark("Order {number}: lines changed by the supplier: {count}"),
    "order_differs": mark("“{title}” is not at the portal as it was sent"),
    "order_missing": mark("“{title}” is missing on the restored portal"),
    "order_refused": mark("“{title}” was not accepted by the portal"),
    "order_unheard": mark("Has “{title}” arrived? The portal does not say"),
}
_ALL: Mapping[str, str] = MappingProxyType({**PROGRESS, **ATTENTION})


def sync_text(code: str, params: Mapping[str, object] | None = None) -> str:
    """The words of a code with its values; a code that is not known is returned as it is.

    Args:
        code: of a progress or of an attention row.
        params: values of the placeholders.
    """
    text = _ALL.get(code)
    if text is None:
        return code
    return fill(tr(text), params or {})
