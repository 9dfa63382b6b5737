"""Goods without some words, as SQL conditions (see `filters`).

What a word finds as typed, that it leaves out, and what names have cut short with a dot; other
words of the trade and guesses at typing errors leave nothing out.
"""

from b2bdesk.models.queries import phrases, shortened
from b2bdesk.models.queries.narrowing import Conditions
from b2bdesk.models.queries.view import View
from b2bdesk.trade.fold import fold_name


def without_words(view: View, text: str) -> Conditions:
    """Return the conditions that leave out a word, or a phrase whose words stand side by side."""
    made = Conditions()
    words = phrases.cut(text)
    if len(words) > 1:
        _without_phrase(text, made)
        return made
    direct = phrases.all_of(shortened.widened(view, words) or words)
    if direct:
        made.wheres.append("s.n NOT IN (SELECT rowid FROM cache.words WHERE words MATCH ?)")
        made.values.append(direct)
    return made


def _without_phrase(text: str, made: Conditions) -> None:
    begun = phrases.match_all(phrases.plain_words(text))
    if begun:
        made.wheres.append(
            "s.n NOT IN (SELECT w.rowid FROM cache.words w CROSS JOIN item_text x ON x.n = w.rowid"
            " WHERE words MATCH ? AND instr(' ' || x.text, ?))"
        )
        made.values += [begun, f" {fold_name(text)}"]
