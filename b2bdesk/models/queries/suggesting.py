"""What else a text may have meant that finds little or nothing: each proposal is counted first.

Other near words in place of unknown ones, numbers and codes by their beginning, then the text
without one of its words. Asked when typing pauses, never per keystroke.
"""

from collections.abc import Iterator
from itertools import islice

from b2bdesk.models.queries import sources, typos
from b2bdesk.models.queries.filters import statement
from b2bdesk.models.queries.view import View
from b2bdesk.usecases.rows.offers import Query, Suggestion

_PLAIN = Query()
_TRIED = 24
_LEAST, _LONGEST = 2, 40
_KEPT_PERCENT = 40
_PARTING = "-./×xх*"


def suggestions(view: View, text: str, known: str, limit: int) -> list[Suggestion]:
    """Return up to `limit` texts that find something.

    Args:
        view: the catalogue.
        text: as typed.
        known: what was searched instead; it is not proposed again.
        limit: at most so many.
    """
    seen = {_plain(text), _plain(known)}
    found: list[Suggestion] = []
    for words in islice(_candidates(view, text), _TRIED):
        if _plain(words) in seen:
            continue
        seen.add(_plain(words))
        total = _count(view, words)
        if total:
            found.append(Suggestion(words, total))
            if len(found) == limit:
                break
    return found


def _candidates(view: View, text: str) -> Iterator[str]:
    yield from typos.mended(view, text)
    kept = typos.suggestion(view, text)
    if kept:
        yield kept
    tokens = text.split()
    for at, token in enumerate(tokens):
        for word in typos.proposed(view, token):
            yield " ".join([*tokens[:at], word, *tokens[at + 1 :]])
    for at in reversed(range(len(tokens))):
        yield from _begun(view, tokens, at)
    for at in reversed(range(len(tokens) if len(tokens) > 1 else 0)):
        yield " ".join(tokens[:at] + tokens[at + 1 :])
    if len(tokens) > _LEAST:
        yield from (token for token in tokens if len(token) > _LEAST)


def _begun(view: View, tokens: list[str], at: int) -> Iterator[str]:
    """The text with a number or code cut to beginnings: the longest found one, then whole parts."""
    token = tokens[at]
    if not any(map(str.isdigit, token)) or len(token) > _LONGEST:
        return
    least = max(_LEAST, len(token) * _KEPT_PERCENT // 100)
    found = False
    for length in range(len(token) - 1, least - 1, -1):
        begun = token[:length].rstrip(_PARTING)
        words = " ".join([*tokens[:at], begun, *tokens[at + 1 :]])
        if len(begun) < least or (found and token[len(begun)] not in _PARTING):
            continue
        if found or _count(view, words):
            found = True
            yield words


def _count(view: View, text: str) -> int:
    """How many items a text finds as it is written."""
    reading = next(sources.readings(view, text), None)
    for place in reading.places if reading is not None else ():
        total = statement(view, _PLAIN, sources.union(place)).count(view)
        if total:
            return total
    return 0


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
