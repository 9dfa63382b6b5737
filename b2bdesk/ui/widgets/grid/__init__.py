"""The grid of the program: own painting, own header, own keys, one for every table.

`view.DeskGrid` is the widget; `cells` paints, `header` paints the header, `keys` knows what a
key means, `editor` is the inline field, `layout` keeps columns, `clipboard` copies for Excel.
Rows and models are in `b2bdesk.ui.itemmodels`.
"""

from b2bdesk.ui.itemmodels.rows import (
    ARTICLE,
    CHECK,
    INDEX,
    NUMBER,
    PICTURE,
    QUANTITY,
    STATE,
    TEXT,
    Cell,
    Column,
    GridRow,
    Key,
    Overlay,
    Pill,
    RowState,
)  # fmt: skip
from b2bdesk.ui.widgets.grid.view import COMPACT, NORMAL, ROOMY, DeskGrid, SelectionSum

__all__ = [
    "ARTICLE", "CHECK", "COMPACT", "INDEX", "NORMAL", "NUMBER", "PICTURE", "QUANTITY", "ROOMY",
    "STATE", "TEXT", "Cell", "Column", "DeskGrid", "GridRow", "Key", "Overlay", "Pill",
    "RowState", "SelectionSum",
]  # fmt: skip
