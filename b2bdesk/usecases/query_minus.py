"""Words and phrases that a query leaves out: `болт -оцинкованный -"с фланцем"`.

Used by `query_language`, and by screens that show each of them apart.
"""

import re
from dataclasses import replace

from b2bdesk.usecases.rows.offers import Query

MINUS = "-\u2212"
_LEFT_OUT = re.compile(
    rf"(?<!\S)[{MINUS}](?:\"([^\"]+)\"|«([^»]+)»|([^\W\d_]{{3}}[^\s\"«»]*))(?!\S)"
)


def left_out(text: str) -> list[tuple[int, int, str]]:
    """Return the words and phrases that a text leaves out: first sign, one beyond, the words."""
    return [
        (found.start(), found.end(), next(filter(None, found.groups())).strip())
        for found in _LEFT_OUT.finditer(text)
    ]


def without_words(query: Query, text: str) -> Query:
    """Return the query with the rest of its text; what is left out goes into `without`."""
    kept, without, at = [], list(query.without), 0
    for first, beyond, words in left_out(text):
        kept.append(text[at:first])
        without += [words] if words and words not in without else []
        at = beyond
    plain = " ".join("".join((*kept, text[at:])).split())
    return replace(query, text=plain, without=tuple(without))
