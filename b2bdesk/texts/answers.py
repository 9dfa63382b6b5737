"""What the supplier answers to a line, in the reader's language.

The portal sends a code and its own words. Where the code is known the words are ours in every
language but the supplier's; an unknown code is told in the supplier's words.
"""

from __future__ import annotations

import re

from b2bdesk.texts.door import language, mark, tr

REASONS = {
    "discontinued": mark("discontinued, without a successor"),
    "in_transit": mark("the goods are on their way"),
    "out_of_stock": mark("not in stock"),
    "short_stock": mark("less in stock than ordered"),
    "to_order": mark("made to order, by the date given"),
}
_CYRILLIC = re.compile("[А-Яа-яЁё]")


def line_reason(code: str, words: str) -> str:
    """Why a line was answered so; empty when the supplier said nothing."""
    if code in REASONS and (not words or (language() != "ru" and _CYRILLIC.search(words))):
        return tr(REASONS[code])
    return words
