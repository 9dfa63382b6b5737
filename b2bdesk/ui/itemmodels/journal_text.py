"""The journal as plain text, for the clipboard and for support."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from b2bdesk.texts import errors, formats, tr
from b2bdesk.ui.itemmodels.journal_words import (
    QUIET,
    Entry,
    entry_item,
    feed_name,
    feed_note,
    named,
    seconds_words,
)  # fmt: skip
from b2bdesk.ui.itemmodels.receipt_words import Counts, Run, brought, started


def run_text(run: Run) -> str:
    """Everything about a run as lines of text, for the clipboard and for support."""
    return "\n".join(_lines(run))


def journal_text(found: Sequence[Entry]) -> str:
    """The journal as text: a paragraph for each line of it."""
    paragraphs = []
    for entry in found:
        item = entry_item(entry)
        head = f"{item.title} · {item.note}"
        single = len(entry.runs) == 1 and entry.kind != QUIET
        paragraphs.append(run_text(entry.runs[0]) if single else head)
    return "\n\n".join(paragraphs) + "\n"


def heading(run: Run) -> str:
    """When a run began and how long it took."""
    at = started(run)
    words = f"{formats.moment(at)}:{at.second:02}"
    return f"{words} · {seconds_words(run)}" if run.get("seconds") is not None else words


def _lines(run: Run) -> Iterator[str]:
    yield heading(run)
    if run.get("error"):
        yield errors.describe(str(run["error"]), run.get("params") or {}).one_line()
        yield f"  {run['error']}"
    for name, feed in (run.get("feeds") or {}).items():
        size = formats.file_size(int(feed.get("bytes", 0)))
        yield f"  {feed_name(name)}: {feed_note(feed)}; {size}; {seconds_words(feed)}"
    for row in brought(Counts.of(run), "sync"):
        yield f"  {row.words}: {row.value}"
    for note in run.get("notes") or ():
        yield "  ! " + errors.describe(str(note.get("code")), named(note)).one_line()
    for scope, good in (run.get("checks") or {}).items():
        if not good:
            yield "  ! " + tr("The self-check of {scope} does not agree.").format(scope=scope)
