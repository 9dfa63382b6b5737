"""Which lines of an open cart share a merge key, and which an item."""

from collections.abc import Collection, Hashable, KeysView
from typing import TypeVar

from b2bdesk.domain.cart import Line

Key = TypeVar("Key", bound=Hashable)


class LineIndex:
    """Ids of lines by merge key and by item."""

    def __init__(self) -> None:
        self._by_key: dict[tuple[str, ...], set[str]] = {}
        self._by_item: dict[str, set[str]] = {}

    def put(self, line: Line) -> None:
        """Know a line."""
        _into(self._by_key, line.key, line.line_id)
        _into(self._by_item, line.item_id, line.line_id)

    def drop(self, line: Line) -> None:
        """Forget a line."""
        _discard(self._by_key, line.key, line.line_id)
        _discard(self._by_item, line.item_id, line.line_id)

    def of_key(self, key: tuple[str, ...]) -> Collection[str]:
        """Ids of the lines of a merge key."""
        return self._by_key.get(key, ())

    def of_item(self, item_id: str) -> Collection[str]:
        """Ids of the lines of an item."""
        return self._by_item.get(item_id, ())

    def items(self) -> KeysView[str]:
        """Items that have lines."""
        return self._by_item.keys()


def _into(index: dict[Key, set[str]], key: Key, line_id: str) -> None:
    found = index.get(key)
    if found is None:
        index[key] = {line_id}
    else:
        found.add(line_id)


def _discard(index: dict[Key, set[str]], key: Key, line_id: str) -> None:
    found = index.get(key)
    if found is None:
        return
    found.discard(line_id)
    if not found:
        del index[key]
