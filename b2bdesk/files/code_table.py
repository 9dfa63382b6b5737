"""The buyer's own codes as a table for a spreadsheet; what is written reads back the same.

Implements `usecases.ports.lists.CodeFiles`. Headings are those the import knows («Наш код»,
«Артикул»), so that the file needs no columns named; codes are texts and keep leading zeros.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from b2bdesk.files.goods_table import GoodsTables
from b2bdesk.files.table_doc import MadeColumn, MadeTable
from b2bdesk.texts.door import tr, trc


class OwnCode(Protocol):
    """An entry (`usecases.ports.lists.OwnCode`)."""

    @property
    def code(self) -> str:
        """The buyer's."""
        ...

    @property
    def item_id(self) -> str:
        """The portal's."""
        ...

    @property
    def article(self) -> str:
        """The supplier's."""
        ...

    @property
    def name(self) -> str:
        """Of the goods."""
        ...

    @property
    def learned_at(self) -> dt.datetime | None:
        """When it got this meaning."""
        ...


class CodeTables:
    """Writes own codes."""

    def codes(self, target: Path, codes: Sequence[OwnCode]) -> None:
        """Write them as .xlsx, or .csv when the file is called so.

        Raises:
            Environment: the file could not be written.
        """
        columns = (
            MadeColumn(trc("code table", "Our code"), "text", 22),
            MadeColumn(trc("code table", "Article"), "text", 22),
            MadeColumn(trc("code table", "Name"), "text", 52),
            MadeColumn(trc("code table", "Since"), "date", 12),
        )
        rows = [
            (
                each.code,
                each.article or each.item_id,
                each.name,
                each.learned_at.date() if each.learned_at else None,
            )
            for each in codes
        ]
        GoodsTables().save(target, MadeTable(tr("Own codes"), "", columns, rows))
