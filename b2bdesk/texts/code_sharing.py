"""How own codes are shared inside the company, in words. Values of `usecases.rows.own_codes`."""

from collections.abc import Mapping

from b2bdesk.texts import formats
from b2bdesk.texts.door import mark, tr, trc, trn

_STANDS = {
    "alone": mark("on this computer only", "shared codes"),
    "shared": mark("shared", "shared codes"),
    "waiting": mark("waits to be shared", "shared codes"),
    "refused": mark("not shared: the portal does not know the goods", "shared codes"),
    "apart": mark("colleagues have other goods", "shared codes"),
}


def standing(stands: str, theirs: str = "") -> str:
    """How an entry stands to the company's dictionary.

    Args:
        stands: `alone`, `shared`, `waiting`, `refused` or `apart`.
        theirs: the article colleagues have, where it differs.
    """
    words = trc("shared codes", _STANDS.get(stands, stands))
    return f"{words}: {theirs}" if theirs and stands == "apart" else words


def summary(counts: Mapping[str, int], company: str, may_write: bool, fetched: str) -> str:
    """How sharing stands, in one line.

    Args:
        counts: `shared`, `waiting`, `refused`.
        company: legal entities whose colleagues share.
        may_write: this person's codes go to colleagues.
        fetched: when it was fetched last, in words; "" = never.
    """
    parts = []
    shared = counts.get("shared", 0)
    words = trn("{n} shared code", "{n} shared codes", shared).format(n=formats.number(shared))
    parts.append(f"{company}: {words}" if company else words)
    waiting, refused = counts.get("waiting", 0), counts.get("refused", 0)
    if not may_write:
        parts.append(tr("your role reads them; your own stay here"))
    elif waiting:
        told = trn("{n} goes at the next synchronisation", "{n} go at the next synchronisation",
                   waiting)  # fmt: skip
        parts.append(told.format(n=formats.number(waiting)))
    if refused:
        told = trn("{n} was not taken", "{n} were not taken", refused)
        parts.append(told.format(n=formats.number(refused)))
    if fetched:
        parts.append(tr("fetched {when}").format(when=fetched))
    return " · ".join(parts)


def clash(won: str, mine: str, theirs: str, author: str) -> str:
    """What a disagreement came to.

    Args:
        won: `mine`, `theirs` or `taken_away`.
        mine: the article this person meant, "" = he had removed the code.
        theirs: the other's article, "" = removed.
        author: the other's name, "" = not known.
    """
    who = author or tr("a colleague")
    if won == "mine":
        return tr("{who} meant {theirs}; yours, {mine}, holds").format(
            who=who, theirs=theirs, mine=mine
        )
    if won == "taken_away":
        return tr("removed from the shared codes; you meant {mine}").format(mine=mine)
    if not mine:
        return tr("you removed it, {who} gave it to {theirs}").format(who=who, theirs=theirs)
    return tr("{who} gave it to {theirs}; you meant {mine}").format(
        who=who, theirs=theirs, mine=mine
    )
