"""What becomes of an own code when the company's word comes: three meanings, one decision.

Mine is what stands here, known is what the portal last said, theirs is what it says now. A code
changed here and not sent yet stays and is sent: the last writer wins, in the portal's order. Where
a person's own word gives way, or replaces a colleague's, both are told (`Clash`).
"""

from dataclasses import dataclass

MINE, THEIRS, TAKEN_AWAY = "mine", "theirs", "taken_away"


@dataclass(frozen=True, slots=True)
class Meaning:
    """A code and the goods it means; `okei` "" = their base unit."""

    code: str
    item_id: str
    article: str = ""
    name: str = ""
    okei: str = ""

    def says(self, other: "Meaning | None") -> bool:
        """Whether both lead to the same goods in the same unit, however spelled."""
        return other is not None and (self.item_id, self.okei) == (other.item_id, other.okei)


@dataclass(frozen=True, slots=True)
class Shared:
    """A code as the portal said it: whose word it is, when, in which revision."""

    meaning: Meaning
    key: str = ""
    author: str = ""
    author_name: str = ""
    at: str = ""
    rev: int = 0


@dataclass(frozen=True, slots=True)
class Clash:
    """One code, two meanings; `won` says whose holds: `mine`, `theirs` or `taken_away`.

    `mine` is None when the person had removed the code, `theirs` when somebody else did.
    """

    won: str
    mine: Meaning | None
    theirs: Shared | None


@dataclass(frozen=True, slots=True)
class Settled:
    """What stands here from now on (None = the code is gone) and what has to be told."""

    mine: Meaning | None
    clash: Clash | None = None


def met(mine: Meaning | None, known: Shared | None, theirs: Shared, me: str) -> Settled:
    """Decide about a code that the portal says.

    Args:
        mine: what stands here, None = nothing.
        known: what the portal said before, None = nothing.
        theirs: what it says now.
        me: the person's id at the portal, "" = not known.
    """
    word = theirs.meaning
    if mine is None:
        if known is None:
            return Settled(word)
        if known.meaning.says(word):
            return Settled(None)
        return Settled(word, Clash(THEIRS, None, theirs))
    if mine.says(word):
        return Settled(word)
    if known is not None and mine.says(known.meaning):
        own = bool(me) and known.author == me != theirs.author
        return Settled(word, Clash(THEIRS, mine, theirs) if own else None)
    return Settled(mine, Clash(MINE, mine, theirs) if mine.item_id != word.item_id else None)


def gone(mine: Meaning | None, known: Shared | None, me: str) -> Settled:
    """Decide about a code that the portal no longer has."""
    if mine is None or known is None or not mine.says(known.meaning):
        return Settled(mine)
    own = bool(me) and known.author == me
    return Settled(None, Clash(TAKEN_AWAY, mine, None) if own else None)
