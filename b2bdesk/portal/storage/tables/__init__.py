"""All tables of the portal, one module per owner, on one `METADATA`.

Every table is written by the store of the feature its module is named after, and by nobody else.
"""

from b2bdesk.portal.storage.tables import (
    accounts,
    catalog,
    documents,
    feeds,
    orders,
    own_codes,
    portal,
    pricing,
    sessions,
    settlements,
    stock,
)
from b2bdesk.portal.storage.tables.base import METADATA

__all__ = [
    "METADATA",
    "accounts",
    "catalog",
    "documents",
    "feeds",
    "orders",
    "own_codes",
    "portal",
    "pricing",
    "sessions",
    "settlements",
    "stock",
]
