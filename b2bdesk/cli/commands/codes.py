"""`codes …`: the buyer's own codes (таблица соответствий) without the settings page.

`codes import` gives every row one status; rows that were not settled end with 2.
"""

from __future__ import annotations

import argparse
from typing import Any

from b2bdesk.cli import figures
from b2bdesk.cli.code_sharing import sharing_document, sharing_text
from b2bdesk.cli.console import Call, Result, table
from b2bdesk.cli.exits import ATTENTION, DONE
from b2bdesk.cli.parser import Commands
from b2bdesk.texts import formats, tr, trc, trn
from b2bdesk.texts.code_rows import code_status, code_trouble
from b2bdesk.texts.code_sharing import standing
from b2bdesk.usecases.rows.own_codes import (
    ALONE,
    SAME,
    TAKEN,
    CodeFile,
    CodeLine,
    CodeReading,
    OwnCodeRow,
)

_TOLD = 50


def register(commands: Commands) -> None:
    """Add the commands."""
    group = commands.group("codes", tr("Own codes: your code means these goods"))
    listed = group.add("list", tr("List own codes"), _list, examples=("codes list болт --json",))
    listed.add_argument("text", nargs="?", default="", metavar=trc("cli", "TEXT"),
                        help=tr("part of a code, an article or a name"))  # fmt: skip
    listed.add_argument("--trouble", action="store_true",
                        help=tr("only those with something wrong"))  # fmt: skip
    add = group.add(
        "add", tr("Give goods a code of your own"), _add, examples=("codes add НАШ-17 85123A",)
    )
    add.add_argument("code", metavar=trc("cli", "CODE"))
    add.add_argument("goods", metavar=trc("cli", "ARTICLE"), help=tr("article, barcode or id"))
    _add_replace(add)
    remove = group.add("remove", tr("Forget own codes"), _remove)
    remove.add_argument("codes", nargs="+", metavar=trc("cli", "CODE"))
    remove.add_argument("--everywhere", action="store_true",
                        help=tr("also when colleagues lose many shared codes"))  # fmt: skip
    _register_files(group)
    _register_sharing(group)


def _register_sharing(group: Commands) -> None:
    sharing = group.add(
        "sharing", tr("How own codes are shared with colleagues, and where they disagree"),
        _sharing, examples=("codes sharing --json", "codes sharing --off"),
    )  # fmt: skip
    way = sharing.add_mutually_exclusive_group()
    way.add_argument("--on", action="store_true", help=tr("share them from now on"))
    way.add_argument("--off", action="store_true", help=tr("keep them on this computer"))
    way.add_argument("--accept", action="store_true",
                     help=tr("what colleagues mean holds; say it no more"))  # fmt: skip
    way.add_argument("--give-back", action="store_true",
                     help=tr("codes mean again what you meant"))  # fmt: skip


def _register_files(group: Commands) -> None:
    taking = group.add(
        "import", tr("Take own codes from a table: a column of codes, a column of articles"),
        _import, examples=("codes import codes.xlsx", "codes import 1c.csv --code B --goods D"),
    )  # fmt: skip
    taking.add_argument("file", metavar=trc("cli", "FILE"))
    taking.add_argument("--sheet", default="", metavar=trc("cli", "NAME"),
                        help=tr("sheet of the file"))  # fmt: skip
    taking.add_argument("--code", default="", metavar=trc("cli", "COLUMN"),
                        help=tr("letter of the column with your codes"))  # fmt: skip
    taking.add_argument("--goods", default="", metavar=trc("cli", "COLUMN"),
                        help=tr("letter of the column with articles, barcodes or ids"))  # fmt: skip
    _add_replace(taking)
    taking.add_argument("--dry-run", action="store_true", help=tr("change nothing, only tell"))
    writing = group.add(
        "export", tr("Write own codes as .xlsx or .csv"), _export,
        examples=("codes export codes.xlsx",),
    )  # fmt: skip
    writing.add_argument("file", metavar=trc("cli", "FILE"))


def _add_replace(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--replace", action="store_true", help=tr("codes that mean other goods mean these now")
    )


def _list(call: Call) -> Result:
    rows = call.services.own_codes.rows(call.options.text)
    if call.options.trouble:
        rows = tuple(row for row in rows if row.trouble)
    words = trn("{n} own code", "{n} own codes", len(rows)).format(n=formats.number(len(rows)))
    return Result([_document(row) for row in rows], "\n".join([*_table(rows), words]))


def _add(call: Call) -> Result:
    call.need_catalogue()
    options = call.options
    row = call.services.own_codes.add(options.code, options.goods, options.replace)
    return Result(_document(row), "\n".join(_table((row,))), ATTENTION if row.trouble else DONE)


def _remove(call: Call) -> Result:
    gone = call.services.own_codes.remove(call.options.codes, call.options.everywhere)
    words = trn("{n} own code forgotten", "{n} own codes forgotten", len(gone))
    return Result(
        {"removed": [{"code": each.code, "article": each.article} for each in gone]},
        words.format(n=formats.number(len(gone))),
    )


def _import(call: Call) -> Result:
    call.need_catalogue()
    options = call.options
    how = CodeFile(options.sheet, options.code, options.goods, options.replace)
    reading = call.services.own_codes.read(call.path(options.file), how)
    if not options.dry_run:
        reading = call.services.own_codes.take(reading)
    code = ATTENTION if reading.needs_attention else DONE
    return Result(_reading(reading), _told(reading, options.dry_run), code)


def _sharing(call: Call) -> Result:
    options, sharing = call.options, call.services.code_sharing
    if options.on or options.off:
        sharing.switch(options.on)
    clashes = [each.id for each in sharing.status().clashes]
    if options.accept:
        sharing.accept(clashes)
    elif options.give_back:
        sharing.give_back(clashes)
    row = sharing.status()
    code = ATTENTION if row.clashes else DONE
    return Result(sharing_document(row), sharing_text(row), code)


def _export(call: Call) -> Result:
    path = call.path(call.options.file)
    count = call.services.own_codes.export(path)
    words = trn("{n} own code written to {file}", "{n} own codes written to {file}", count)
    return Result(
        {"file": str(path), "written": count},
        words.format(n=formats.number(count), file=path),
    )


def _document(row: OwnCodeRow) -> dict[str, Any]:
    at = row.code.learned_at
    return {
        "code": row.code.code,
        "item_id": row.code.item_id,
        "article": row.code.article,
        "name": row.code.name,
        "since": figures.instant(at) if at else None,
        "trouble": row.trouble or None,
        "hidden": row.hidden or None,
        "sharing": row.standing.stands,
        "author": row.standing.author or None,
    }


def _reading(reading: CodeReading) -> dict[str, Any]:
    return {
        "file": reading.path.name,
        "sheet": reading.sheet,
        "columns": dict(reading.columns),
        "rows_read": len(reading.lines),
        "statuses": dict(reading.statuses),
        "rows": [
            {
                "row": line.row,
                "code": line.code,
                "goods": line.goods,
                "status": line.status,
                "item_id": line.item_id or None,
                "article": line.article or None,
                "before": line.before or None,
                "hidden": line.hidden or None,
                "candidates": list(line.candidates),
            }
            for line in reading.lines
        ],
    }


def _table(rows: tuple[OwnCodeRow, ...]) -> list[str]:
    if not rows:
        return []
    headings = (trc("cli", "Code"), trc("cli", "Article"), trc("cli", "Name"), trc("cli", "Note"))
    lines = [(row.code.code, row.code.article, row.code.name, _note(row)) for row in rows]
    return [table(headings, lines)]


def _note(row: OwnCodeRow) -> str:
    """What is wrong, who gave it, how it stands to colleagues."""
    stands = row.standing
    shared = standing(stands.stands, stands.theirs) if stands.stands != ALONE else ""
    parts = (code_trouble(row.trouble, row.hidden), shared, stands.author)
    return ", ".join(part for part in parts if part)


def _told(reading: CodeReading, dry: bool) -> str:
    """Counts by status, then the rows a person has to look at."""
    counts = [
        f"{code_status(status)}: {formats.number(count)}"
        for status, count in reading.statuses.items()
    ]
    told = [line for line in reading.lines if _noteworthy(line)]
    rows = [
        (formats.number(line.row), line.code, line.goods, _reason(line)) for line in told[:_TOLD]
    ]
    headings = (
        trc("cli", "Row"), trc("cli", "Code"), trc("cli", "Article"), trc("cli", "Note"),
    )  # fmt: skip
    parts = ["; ".join(counts)]
    if rows:
        parts.append(table(headings, rows, right="0"))
    if len(told) > _TOLD:
        more = len(told) - _TOLD
        parts.append(
            trn("and {n} more row", "and {n} more rows", more).format(n=formats.number(more))
        )
    if dry:
        parts.append(tr("Nothing was changed."))
    return "\n".join(parts)


def _noteworthy(line: CodeLine) -> bool:
    return bool(line.hidden) or line.status not in TAKEN | {SAME}


def _reason(line: CodeLine) -> str:
    parts = [code_status(line.status)]
    if line.before:
        parts.append(line.before)
    parts += line.candidates
    if line.hidden:
        parts.append(code_trouble("hides", line.hidden))
    return ", ".join(parts)
