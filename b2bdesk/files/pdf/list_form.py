"""A list of goods on paper: title, facts, one table. Lies on its side when it has many columns."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import BinaryIO

from b2bdesk.files.pdf.blocks import Place, paragraph
from b2bdesk.files.pdf.form import Form, Progress
from b2bdesk.files.pdf.sheet import LANDSCAPE, PORTRAIT, About, Paper
from b2bdesk.files.pdf.table import CENTRE, RIGHT, TEXT, Column, Style, Table
from b2bdesk.files.pdf.typeset import bold, regular
from b2bdesk.files.table_doc import TableColumn, TableDoc
from b2bdesk.texts import formats, language, trc

_UPRIGHT_COLUMNS = 6
_FIGURES = {"number", "price", "quantity", "money"}
_NAME_WIDTH = 30


def render_list(doc: TableDoc, out: BinaryIO | Path, progress: Progress | None = None) -> int:
    """Print a list as PDF; returns the number of sheets."""
    return _ListForm(doc).print(out, progress)


class _ListForm(Form):
    """One list being printed."""

    def __init__(self, doc: TableDoc) -> None:
        self._doc = doc
        super().__init__(PORTRAIT if len(doc.columns) <= _UPRIGHT_COLUMNS else LANDSCAPE)

    def about(self) -> About:
        """Title and date."""
        today = dt.datetime.now().astimezone().date()
        return About(self._doc.title, self._doc.facts, today, self._doc.title, language())

    def running(self, about: About) -> str:
        """The title alone."""
        return about.title

    def head(self, paper: Paper, place: Place) -> float:
        """Draw title and facts."""
        y = paragraph(paper, place, self._doc.title, bold(), 15.0)
        if self._doc.facts:
            y = paragraph(paper, place.down(y + 2), self._doc.facts, regular(), 9.0)
        return y + 8

    def table(self, width: float, highest: float) -> Table:
        """Return the rows, measured."""
        columns = [_column(each) for each in self._doc.columns]
        cells = [tuple(map(_words, self._doc.columns, row)) for row in self._doc.rows]
        style = Style(regular(), bold(), comma="," if language() == "ru" else ".")
        return Table(columns, cells, width, style, highest)

    def tail(self, paper: Paper, place: Place, table: Table) -> float:
        """Say how many lines there are."""
        words = trc("print", "Lines: {n}").format(n=formats.number(len(self._doc.rows)))
        return paragraph(paper, place.down(place.y + 6), words, regular(), 9.0)


def _column(column: TableColumn) -> Column:
    if column.kind in _FIGURES:
        return Column(column.title, RIGHT, 40)
    if column.kind == "date":
        return Column(column.title, CENTRE, 48)
    if column.width >= _NAME_WIDTH:
        return Column(column.title, TEXT, share=column.width / _NAME_WIDTH)
    return Column(column.title, TEXT, least=44, most=100)


def _words(column: TableColumn, value: str | int | dt.date | None) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return formats.date(value)
    if isinstance(value, str):
        return value
    writers = {"price": formats.price, "quantity": formats.quantity, "money": formats.amount}
    return writers.get(column.kind, formats.number)(value)
