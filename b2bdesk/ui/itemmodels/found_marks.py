"""Where in an article stands what was searched for, whatever separators and letters were typed."""

from __future__ import annotations

from b2bdesk.trade.fold import fold_article

_SHORTEST = 2


def article_marks(words: str, article: str) -> tuple[tuple[int, int], ...]:
    """Parts of an article that match a search as (start, length); empty when none does.

    The search is tried as a whole, then its longest word with a digit.
    """
    folded: list[str] = []
    places: list[int] = []
    for place, char in enumerate(article):
        for kept in fold_article(char):
            folded.append(kept)
            places.append(place)
    text = "".join(folded)
    named = [word for word in words.split() if any(map(str.isdigit, word))]
    for wanted in (words, *sorted(named, key=len, reverse=True)):
        piece = fold_article(wanted)
        at = text.find(piece) if len(piece) >= _SHORTEST else -1
        if at >= 0:
            start, last = places[at], places[at + len(piece) - 1]
            return ((start, last - start + 1),)
    return ()
