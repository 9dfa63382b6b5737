"""The journal of synchronisations as a person reads it: on the screen, on the clipboard, in a file.

Runs in a row that brought nothing are one line, and so are tries in a row that failed for the same
reason: a day of work is a page, not a thousand lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from b2bdesk.texts import errors, formats, tr, trn
from b2bdesk.texts.syncing import sync_text
from b2bdesk.ui.itemmodels.receipt_words import Counts, Run, brought, started
from b2bdesk.ui.widgets.row_list import ListItem

QUIET, BROUGHT, NOTED, FAILED, STOPPED = "quiet", "brought", "noted", "failed", "stopped"
_NO_FAULT = ("sync_cancelled", "sign_in_needed")
"""Stopped by the person, or not begun: the portal answered."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the journal: runs in a row, the latest first, and what they have in common."""

    kind: str
    runs: tuple[Run, ...]

    @property
    def key(self) -> str:
        """Names the line as long as its first run is kept."""
        return str(self.runs[-1].get("started_at"))


def entries(runs: Iterable[Run]) -> list[Entry]:
    """Fold the journal, the latest first."""
    found: list[Entry] = []
    for run in runs:
        kind = kind_of(run)
        last = found[-1] if found else None
        if last is not None and _alike(last, kind, run):
            found[-1] = Entry(kind, (*last.runs, run))
        else:
            found.append(Entry(kind, (run,)))
    return found


def kind_of(run: Run) -> str:
    """Whether a run failed, was stopped, has something to remark, brought something, or nothing."""
    if run.get("error"):
        return STOPPED if run["error"] in _NO_FAULT else FAILED
    if run.get("notes") or not all((run.get("checks") or {}).values()):
        return NOTED
    return BROUGHT if Counts.of(run).any() or _wrote(run) else QUIET


def _alike(last: Entry, kind: str, run: Run) -> bool:
    if kind != last.kind or kind not in (QUIET, FAILED):
        return False
    same_day = started(last.runs[-1]).date() == started(run).date()
    return same_day and last.runs[-1].get("error") == run.get("error")


def entry_item(entry: Entry) -> ListItem:
    """One line of the journal."""
    newest, oldest = entry.runs[0], entry.runs[-1]
    title = formats.moment(started(oldest))
    until = formats.clock(started(newest))
    if until != formats.clock(started(oldest)):
        title = f"{title} – {until}"
    icon, tone = _SIGNS[entry.kind]
    note = _note(entry)
    size = sum(_sum(run, "bytes") for run in entry.runs)
    return ListItem(
        entry.key,
        title,
        note,
        right=formats.file_size(size) if size else "",
        right_note=seconds_words(newest) if len(entry.runs) == 1 else "",
        icon=icon,
        icon_tone=tone,
    )


_SIGNS: Mapping[str, tuple[str, str]] = {
    QUIET: ("check", "text3"), BROUGHT: ("circle-check", "ok"), NOTED: ("alert-triangle", "warn"),
    FAILED: ("alert-circle", "bad"), STOPPED: ("player-pause", "text3"),
}  # fmt: skip


def _note(entry: Entry) -> str:
    run, count = entry.runs[0], len(entry.runs)
    if run.get("error"):
        words = errors.describe(str(run["error"]), run.get("params") or {}).title
        if count > 1:
            tries = trn("{n} attempt", "{n} attempts", count).format(n=formats.number(count))
            return f"{words} · {tries}"
        return words
    if entry.kind == QUIET:
        times = trn("asked {n} time", "asked {n} times", count).format(n=formats.number(count))
        return f"{tr('nothing new')} · {times}" if count > 1 else tr("nothing new")
    parts = [note_line(note) for note in run.get("notes") or ()]
    parts += [f"{row.words.lower()}: {row.value}" for row in brought(Counts.of(run), "sync")]
    if not parts:
        rows = _sum(run, "upserted") + _sum(run, "deleted")
        names = ", ".join(feed_name(name) for name in run.get("feeds") or {})
        rows_words = trn("{n} row", "{n} rows", rows).format(n=formats.number(rows))
        parts = [names, rows_words]
    return " · ".join(parts)


def note_line(note: Mapping[str, object]) -> str:
    """A remark of a run as a title, with the name of what it is about."""
    feed = str(note.get("feed") or "")
    words = errors.describe(str(note.get("code")), named(note)).title
    return f"{words} ({feed_name(feed)})" if feed else words


def named(note: Mapping[str, object]) -> dict[str, object]:
    """The values of a remark, the feed by its name."""
    values = {name: value for name, value in note.items() if name != "code"}
    if "feed" in values:
        values["feed"] = feed_name(str(values["feed"]))
    return values


def feed_items(run: Run) -> list[ListItem]:
    """What each part of a run brought, as rows of a list."""
    return [
        ListItem(
            name,
            feed_name(name),
            feed_note(feed),
            right=formats.file_size(int(feed.get("bytes", 0))),
            right_note=seconds_words(feed),
        )
        for name, feed in (run.get("feeds") or {}).items()
    ]


def feed_note(feed: Mapping[str, object]) -> str:
    """How many rows of a part came, and how."""
    rows = int(str(feed.get("rows", 0)))
    removed = int(str(feed.get("deleted", 0)))
    parts = [trn("{n} row", "{n} rows", rows).format(n=formats.number(rows))]
    if removed:
        parts.append(tr("{n} removed").format(n=formats.number(removed)))
    parts.append(mode_words(str(feed.get("mode", ""))))
    return ", ".join(part for part in parts if part)


def mode_words(mode: str) -> str:
    """How a part came: whole, as a file, or its changes."""
    known = {
        "full": tr("whole"), "delta": tr("changes only"), "mixed": tr("in part whole"),
        "snapshot": tr("whole, as a file"),
    }  # fmt: skip
    return known.get(mode, mode)


def feed_name(name: str) -> str:
    """A part of the data by its name."""
    return sync_text(f"sync_{name}")


def _wrote(run: Run) -> int:
    return _sum(run, "upserted") + _sum(run, "deleted")


def _sum(run: Run, field: str) -> int:
    return sum(int(feed.get(field, 0)) for feed in (run.get("feeds") or {}).values())


def seconds_words(values: Mapping[str, object]) -> str:
    """How long a run or a part of it took."""
    seconds = float(str(values.get("seconds") or 0))
    return tr("{s} s").format(s=formats.number(Decimal(f"{seconds:.1f}")))
