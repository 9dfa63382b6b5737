"""Goods: groups, items with their units, barcodes, links, files, and assortments.

A *whole* assortment shows every item and keeps no rows of its own; others list their items, and
the groups that lead to them (owner: `catalog.store`).
"""

from sqlalchemy import Column, Index, Table, func, literal_column

from b2bdesk.portal.storage.tables.base import (
    KEY,
    METADATA,
    change_columns,
    integer,
    key,
    number_key,
    optional,
    text,
)

groups = Table(
    "item_group",
    METADATA,
    key("id"),
    text("parent"),
    text("name"),
    integer("ord"),
    *change_columns(),
)

items = Table(
    "item",
    METADATA,
    number_key(),
    Column("id", KEY, nullable=False, unique=True),
    text("code"),
    text("article"),
    text("brand"),
    text("name"),
    text("group_id"),
    text("base_unit"),
    integer("minimum_e3"),
    integer("multiple_e3"),
    text("vat"),
    optional("weight_e3"),
    optional("volume_e6"),
    text("status", "active"),
    text("replaced_by"),
    text("attributes", "{}"),
    text("description"),
    text("next_batch"),
    text("segment"),
    text("variant"),
    text("added"),
    text("article_fold"),
    text("name_fold"),
    *change_columns(),
)

units = Table(
    "item_unit",
    METADATA,
    number_key(),
    key("okei"),
    text("name"),
    integer("factor_e3", 1000),
    *change_columns(),
)

barcodes = Table(
    "item_barcode", METADATA, number_key(), key("barcode"), text("okei"), *change_columns()
)

links = Table(
    "item_link",
    METADATA,
    number_key(),
    key("kind"),
    key("to_id"),
    integer("rank"),
    *change_columns(),
)

files = Table(
    "item_file",
    METADATA,
    number_key(),
    key("kind"),
    number_key("ord"),
    text("sha256"),
    integer("bytes"),
    text("media"),
    text("title"),
    *change_columns(),
)

assortments = Table("assortment", METADATA, key("id"), text("name"), integer("whole", 1))

assortment_items = Table(
    "assortment_item", METADATA, key("assortment"), number_key(), integer("rev")
)

assortment_groups = Table(
    "assortment_group", METADATA, key("assortment"), key("group_id"), integer("rev")
)

for _table in (groups, items, units, barcodes, links, files):
    Index(f"ix_{_table.name}_rev", _table.c.rev)
Index("ix_item_article", items.c.article)
Index("ix_item_article_fold", items.c.article_fold)
# a folded article without leading zeros; the zero is written out, or no index would answer for it
BARE_ARTICLE = func.ltrim(items.c.article_fold, literal_column("'0'"))
Index("ix_item_bare", BARE_ARTICLE)
Index("ix_item_code", items.c.code)
Index("ix_item_group", items.c.group_id)
Index("ix_barcode", barcodes.c.barcode)
Index("ix_link_to", links.c.to_id)
Index("ix_file_sha", files.c.sha256)
