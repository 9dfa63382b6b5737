"""Texts that no spreadsheet takes for a formula (RELIABILITY T12).

Apart from the writers, so that a csv costs no spreadsheet library.
"""

from __future__ import annotations

import re

from b2bdesk.trade.decimals import parse_decimal

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_BREAKS = re.compile(r"[\r\n]")


def safe_csv_text(text: str) -> str:
    """A text that no spreadsheet takes for a formula (RELIABILITY T12); numbers stay numbers."""
    plain = _BREAKS.sub(" ", text) if text[:1] not in "\t\r" else text
    if plain.startswith(_DANGEROUS) and parse_decimal(plain) is None:
        return "'" + plain
    return plain
