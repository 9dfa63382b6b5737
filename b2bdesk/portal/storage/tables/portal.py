"""The portal itself: named facts, numbering, audit trail (owner: `portal.storage`, `audit`)."""

from sqlalchemy import Integer, Table
from sqlalchemy.schema import Column

from b2bdesk.portal.storage.tables.base import METADATA, integer, key, text

facts = Table("portal_fact", METADATA, key("name"), text("value"))

numbering = Table("numbering", METADATA, key("name"), integer("value"))

audit = Table(
    "audit",
    METADATA,
    Column("id", Integer, primary_key=True),
    text("at"),
    text("principal"),
    text("device"),
    text("company_id"),
    text("action"),
    text("object"),
    text("result"),
)
