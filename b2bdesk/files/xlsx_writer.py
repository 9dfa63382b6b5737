"""Writes .xlsx as a stream: any number of rows, flat memory, one tenth of a library's time.

Exports of grids, price lists and reports go through it (PERFORMANCE §5, G13). Texts are always
inline strings, so an article never becomes a number and a name that begins with "=" never becomes
a formula (RELIABILITY T12). Numbers come as scaled integers and are printed exactly.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import BinaryIO, Self
from xml.sax.saxutils import escape

from b2bdesk.files.xlsx_rows import FORBIDDEN, Column, RowTemplate, Value
from b2bdesk.trade.tablerows import column_letters

MAX_ROWS = 1_048_576
_BATCH = 400
_HEADING_STYLE = 7
_FILLS = ("FFFFF2CC", "FFF8D7DA", "FFE2F0D9", "FFEDEDED")
_FORMATS = ("General", "@", "0", "#,##0.00", "#,##0.00###", "#,##0.###", "dd.mm.yyyy")
_SHEET_SIGNS = re.compile(r"[\[\]:*?/\\]")
_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class XlsxWriter:
    """Writes sheets one after another into a binary stream; use as a context manager."""

    def __init__(self, stream: BinaryIO) -> None:
        self._box = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
        self._names: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.close()
        else:
            self._box.close()

    def sheet(
        self,
        name: str,
        columns: Sequence[Column],
        rows: Iterable[Sequence[Value]],
        tints: Iterable[int] | None = None,
        *,
        headed: bool = True,
    ) -> int:
        """Write one sheet, as a rule with a heading row that is frozen and filtered.

        Args:
            name: sheet name; forbidden signs are replaced, repeated names numbered.
            columns: what stands in each column.
            rows: values in the order of the columns.
            tints: a background per row (0 none, 1 yellow, 2 red, 3 green, 4 grey), or None.
            headed: False leaves headings out; the first row then stands in row 1.

        Returns:
            The number of rows written.

        Raises:
            ValueError: more rows than a sheet can hold.
        """
        self._names.append(self._unique(name))
        entry = f"xl/worksheets/sheet{len(self._names)}.xml"
        with self._box.open(entry, "w", force_zip64=False) as out:
            out.write(_sheet_head(columns, headed=headed).encode())
            count = 0 if headed else -1
            batch: list[str] = []
            marks = iter(tints) if tints is not None else None
            template = RowTemplate(columns)
            for row in rows:
                count += 1
                if count >= MAX_ROWS:
                    raise ValueError("too many rows for a sheet")
                batch.append(template.row(count + 1, row, next(marks, 0) if marks else 0))
                if len(batch) >= _BATCH:
                    out.write("".join(batch).encode())
                    batch.clear()
            out.write("".join(batch).encode())
            last = f"{column_letters(max(len(columns) - 1, 0))}{count + 1}"
            filtered = f'<autoFilter ref="A1:{last}"/>' if headed else ""
            out.write(f"</sheetData>{filtered}</worksheet>".encode())
        return count if headed else count + 1

    def close(self) -> None:
        """Write the parts that name the sheets and finish the file."""
        names = self._names or ["1"]
        sheets = "".join(
            f'<sheet name="{_attribute(name)}" sheetId="{at}" r:id="rId{at}"/>'
            for at, name in enumerate(names, start=1)
        )
        self._put(
            "xl/workbook.xml",
            f'<workbook xmlns="{_NS}" xmlns:r="{_REL}"><sheets>{sheets}</sheets></workbook>',
        )
        relations = "".join(
            f'<Relationship Id="rId{at}" Type="{_REL}/worksheet" '
            f'Target="worksheets/sheet{at}.xml"/>'
            for at in range(1, len(names) + 1)
        )
        styles = f'<Relationship Id="rId0" Type="{_REL}/styles" Target="styles.xml"/>'
        self._put("xl/_rels/workbook.xml.rels", _relationships(relations + styles))
        self._put("xl/styles.xml", _styles())
        office = f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/>'
        self._put("_rels/.rels", _relationships(office))
        self._put("[Content_Types].xml", _content_types(len(names)))
        self._box.close()

    def _put(self, name: str, body: str) -> None:
        self._box.writestr(name, _XML + body)

    def _unique(self, name: str) -> str:
        plain = _SHEET_SIGNS.sub(" ", FORBIDDEN.sub("", name)).strip(" '")[:31] or "1"
        found, number = plain, 2
        taken = {one.casefold() for one in self._names}
        while found.casefold() in taken:
            found = f"{plain[:27]} {number}"
            number += 1
        return found


def _sheet_head(columns: Sequence[Column], *, headed: bool) -> str:
    widths = "".join(
        f'<col min="{at}" max="{at}" width="{column.width}" customWidth="1"/>'
        for at, column in enumerate(columns, start=1)
    )
    cells = "".join(
        f'<c r="{column_letters(at)}1" s="{_HEADING_STYLE}" t="inlineStr"><is>'
        f"<t>{escape(FORBIDDEN.sub('', column.heading))}</t></is></c>"
        for at, column in enumerate(columns)
    )
    frozen = (
        '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    )
    heading = f'<row r="1">{cells}</row>' if headed else ""
    return (
        f'{_XML}<worksheet xmlns="{_NS}">{frozen if headed else ""}<cols>{widths}</cols>'
        f"<sheetData>{heading}"
    )


def _styles() -> str:
    formats = "".join(
        f'<numFmt numFmtId="{164 + at}" formatCode="{_attribute(code)}"/>'
        for at, code in enumerate(_FORMATS)
    )
    fills = "".join(
        f'<fill><patternFill patternType="solid"><fgColor rgb="{rgb}"/></patternFill></fill>'
        for rgb in ("FFE7ECF3", *_FILLS)
    )
    kinds = [f'numFmtId="{164 + at}" fontId="0"' for at in range(len(_FORMATS))]
    kinds.append('numFmtId="165" fontId="1"')
    plain = [f'<xf {kind} fillId="0" borderId="0" applyNumberFormat="1"/>' for kind in kinds[:-1]]
    plain.append(f'<xf {kinds[-1]} fillId="2" borderId="0" applyFill="1" applyFont="1"/>')
    tinted = [
        f'<xf {kind} fillId="{3 + tint}" borderId="0" applyFill="1" applyNumberFormat="1"/>'
        for tint in range(len(_FILLS))
        for kind in kinds
    ]
    cells = plain + tinted
    return (
        f'<styleSheet xmlns="{_NS}"><numFmts count="{len(_FORMATS)}">{formats}</numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        f'<fills count="{3 + len(_FILLS)}"><fill><patternFill patternType="none"/></fill><fill>'
        f'<patternFill patternType="gray125"/></fill>{fills}</fills>'
        '<borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        "</cellStyleXfs>"
        f'<cellXfs count="{len(cells)}">{"".join(cells)}</cellXfs><cellStyles count="1">'
        '<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _relationships(body: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{body}</Relationships>'


def _content_types(sheets: int) -> str:
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{main}.worksheet+xml"/>'
        for at in range(1, sheets + 1)
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{main}'
        f'.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{main}.styles+xml"/>'
        f"{parts}</Types>"
    )


def _attribute(text: str) -> str:
    return escape(text, {'"': "&quot;"})
