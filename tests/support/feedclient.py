"""A client of feeds in thirty lines: applies pages as PROTOCOL R6 says and checks every proof."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from b2bdesk.wire.feeds import FEEDS, End, row_sum, sum64_text

Fetch = Callable[[str], Iterable[bytes]]


class FeedClient:
    """Rows of one scope by (table, key), with the cursor of the last applied page."""

    def __init__(self, feed: str) -> None:
        self.feed = feed
        self.rows: dict[tuple[Any, ...], list[Any]] = {}
        self.cursor = ""
        self.end: End | None = None
        self.pages = 0

    def pull(self, body: Iterable[bytes], cut_after: int | None = None) -> None:
        """Apply a body; with `cut_after`, only that many pages of it arrive."""
        digest = hashlib.sha256()
        applied = 0
        self.end = None
        for line in body:
            message = msgspec.json.decode(line)
            if message.get("end"):
                self.end = msgspec.json.decode(line, type=End)
                assert self.end.sha256 == digest.hexdigest()
                self.cursor = self.end.cursor
                break
            digest.update(line)
            if "feed" in message:
                if message["full"]:
                    self.rows.clear()
                continue
            if cut_after is not None and applied == cut_after:
                return
            self._apply(message)
            applied += 1
        self.pages += applied

    def check(self) -> None:
        """Count and sum64 of the rows here are those of the end line."""
        assert self.end is not None
        total = sum(row_sum(key[0], key[1:], row[-1]) for key, row in self.rows.items())
        assert (len(self.rows), sum64_text(total)) == (self.end.count, self.end.sum64)

    def _apply(self, page: dict[str, Any]) -> None:
        spec = FEEDS[self.feed].tables[page["table"]]
        # a page says of a row that it is there or that it is gone, never both
        assert not {tuple(row[: spec.key]) for row in page["put"]} & set(map(tuple, page["del"]))
        for key in page["del"]:
            self.rows.pop((page["table"], *key), None)
        for row in page["put"]:
            assert len(row) == len(spec.columns)
            self.rows[(page["table"], *row[: spec.key])] = row
        self.cursor = page["cursor"]
