"""The `.b2bcart` file: a cart handed from one desk to another as JSON.

It names goods by the portal's id and by article, so that a desk of another portal can still find
them; prices are not in it, they are the receiver's own. A foreign file is read with limits and
checked field by field.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from b2bdesk.files.atomic import writing
from b2bdesk.trade.decimals import exact_scaled, scaled_text
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.shared_cart import SharedCart, SharedLine

FORMAT, VERSION = "b2bcart", 1
MAX_BYTES = 20 * 1024 * 1024
MAX_LINES = 100_000
MAX_TEXT = 500
_MAX_E3 = 10**12


class CartFiles:
    """Writes and reads `.b2bcart` files."""

    def write(self, target: Path, cart: SharedCart) -> Path:
        """Write a cart.

        Raises:
            Environment: the file could not be written.
        """
        body = {
            "format": FORMAT,
            "version": VERSION,
            "name": cart.name,
            "note": cart.note,
            "lines": [
                {
                    "item_id": line.item_id,
                    "article": line.article,
                    "name": line.name,
                    "quantity": scaled_text(line.quantity_e3, 3),
                    "unit": line.okei,
                    "comment": line.comment,
                }
                for line in cart.lines
            ],
        }
        with writing(target) as stream:
            stream.write(json.dumps(body, ensure_ascii=False, indent=1).encode())
        return target

    def read(self, path: Path) -> SharedCart:
        """Read a cart.

        Raises:
            Expected: `file_not_found`, `cart_file_bad`, `cart_file_newer`.
        """
        try:
            if path.stat().st_size > MAX_BYTES:
                raise Expected("cart_file_bad", file=path.name)
            body = json.loads(path.read_bytes())
        except FileNotFoundError as error:
            raise Expected("file_not_found", file=path.name) from error
        except (OSError, ValueError, RecursionError) as error:
            raise Expected("cart_file_bad", file=path.name) from error
        if not isinstance(body, dict) or body.get("format") != FORMAT:
            raise Expected("cart_file_bad", file=path.name)
        if body.get("version") != VERSION:
            raise Expected("cart_file_newer", file=path.name)
        try:
            return _cart(body)
        except (ValueError, TypeError, KeyError) as error:
            raise Expected("cart_file_bad", file=path.name) from error


def _cart(body: dict[str, Any]) -> SharedCart:
    lines = body["lines"]
    if not isinstance(lines, list) or len(lines) > MAX_LINES:
        raise ValueError("lines")
    return SharedCart(_text(body, "name"), tuple(map(_line, lines)), _text(body, "note"))


def _line(body: object) -> SharedLine:
    if not isinstance(body, dict):
        raise TypeError("line")
    quantity = exact_scaled(_text(body, "quantity"), 3)
    if not 0 <= quantity <= _MAX_E3:
        raise ValueError("quantity")
    return SharedLine(
        _text(body, "item_id"),
        _text(body, "article"),
        _text(body, "name"),
        quantity,
        _text(body, "unit"),
        _text(body, "comment"),
    )


def _text(body: dict[str, Any], key: str) -> str:
    value = body.get(key, "")
    if not isinstance(value, str):
        raise TypeError(key)
    return value[:MAX_TEXT]
