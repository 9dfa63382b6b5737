"""The last 24 hours of the journal by quarters of an hour, for the strip above it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from b2bdesk.texts import errors, formats, tr, trn
from b2bdesk.ui.itemmodels.journal_words import FAILED, QUIET, kind_of
from b2bdesk.ui.itemmodels.receipt_words import Run, started
from b2bdesk.ui.widgets.day_strip import CELLS, Quarter

_QUARTER = dt.timedelta(minutes=15)
_MARK_HOURS = 3


def quarters(runs: Iterable[Run], now: dt.datetime) -> list[Quarter]:
    """Return the quarters of the last day, the oldest first.

    Args:
        runs: the journal, the latest first.
        now: the present moment in the zone of this machine.
    """
    begin = now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0)
    first = begin - _QUARTER * (CELLS - 1)
    by_cell: dict[int, list[Run]] = {}
    for run in runs:
        at = started(run)
        if at < first:
            break
        by_cell.setdefault((at - first) // _QUARTER, []).append(run)
    return [_quarter(first + _QUARTER * number, by_cell.get(number, ())) for number in range(CELLS)]


def _quarter(begin: dt.datetime, runs: Iterable[Run]) -> Quarter:
    span = f"{formats.clock(begin)}–{formats.clock(begin + _QUARTER)}"
    mark = formats.clock(begin) if not begin.minute and not begin.hour % _MARK_HOURS else ""
    kinds = [kind_of(run) for run in runs]
    if not kinds:
        return Quarter("track", f"{span}: {tr('the program was not running')}", mark)
    failed = [run for run in runs if kind_of(run) == FAILED]
    if failed:
        words = errors.describe(str(failed[0]["error"]), failed[0].get("params") or {}).title
        tries = trn("{n} attempt", "{n} attempts", len(failed))
        told = f"{words} · {tries.format(n=formats.number(len(failed)))}"
        whole = len(failed) == len(kinds)
        return Quarter("bad_edge" if whole else "warn_edge", f"{span}: {told}", mark)
    times = trn("asked {n} time", "asked {n} times", len(kinds))
    news = sum(kind != QUIET for kind in kinds)
    told = times.format(n=formats.number(len(kinds)))
    if news:
        told += " · " + tr("with news: {n}").format(n=formats.number(news))
    return Quarter("ok_edge", f"{span}: {told}", mark)


def spoken(cells: Iterable[Quarter]) -> str:
    """The strip in words: the quarters in which the portal did not answer."""
    away = [cell.words for cell in cells if cell.tone in ("bad_edge", "warn_edge")]
    if not away:
        return tr("The last 24 hours: no failures")
    shown = "; ".join(away[:4])
    more = f"; +{len(away) - 4}" if len(away) > 4 else ""
    return tr("The last 24 hours, with failures: {what}").format(what=shown + more)
