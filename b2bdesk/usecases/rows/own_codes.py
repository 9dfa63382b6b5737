"""Rows of the buyer's own dictionary and of tables that are read into it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from b2bdesk.usecases.ports.lists import OwnCode

# What became of a row of a table.
ADDED, REPLACED, SAME = "added", "replaced", "same"
REPEATED, DIFFERS, CLASHES = "repeated", "differs", "clashes"
NOT_FOUND, AMBIGUOUS = "not_found", "ambiguous"
NO_CODE, NO_GOODS = "no_code", "no_goods"
CODE_STATUSES = (
    ADDED, REPLACED, SAME, REPEATED, DIFFERS, CLASHES, NOT_FOUND, AMBIGUOUS, NO_CODE, NO_GOODS,
)  # fmt: skip
TAKEN = frozenset({ADDED, REPLACED})
UNSETTLED = frozenset(CODE_STATUSES) - TAKEN - {SAME, REPEATED}

# What is wrong with an entry now.
GONE, OUTSIDE, HIDES = "gone", "outside", "hides"

# How an entry stands to the company's dictionary.
ALONE, SHARED, WAITING, REFUSED, APART = "alone", "shared", "waiting", "refused", "apart"


@dataclass(frozen=True, slots=True)
class Standing:
    """How an entry stands to the company's dictionary.

    Attributes:
        stands: `shared`; `waiting` (goes to colleagues at the next synchronisation); `refused` by
            the portal; `apart` (colleagues have other goods, this person may not change theirs);
            `alone` (on this computer only).
        author: who wrote it last, "" = not known.
        theirs: the article colleagues have, where it differs.
    """

    stands: str = ALONE
    author: str = ""
    theirs: str = ""


@dataclass(frozen=True, slots=True)
class OwnCodeRow:
    """An entry of the dictionary as it stands now.

    Attributes:
        code: the entry; article and name as the catalogue has them now, where it has them.
        trouble: "" or `gone` (the catalogue has the item no more), `outside` (not in the
            assortment of the contract in use), `hides` (other goods have this very article).
        hidden: the article of the goods it hides.
        standing: how it stands to the company's dictionary.
    """

    code: OwnCode
    trouble: str = ""
    hidden: str = ""
    standing: Standing = Standing()


@dataclass(frozen=True, slots=True)
class Sharing:
    """Whose codes are shared here.

    Attributes:
        company_id: the company, "" = codes are this computer's only.
        wanted: False = the person switched sharing off.
        cursor: how far they are known, with the marks of PROTOCOL R7.
        generation: of the scope.
        incarnation: of the portal.
        pulled_at: when they were last asked for, ISO; "" = never.
    """

    company_id: str = ""
    wanted: bool = True
    cursor: str = ""
    generation: str = ""
    incarnation: str = ""
    pulled_at: str = ""


@dataclass(frozen=True, slots=True)
class CodeClash:
    """Two people of the company meant different goods by one code.

    Attributes:
        id: of the event.
        at: when it was noticed, ISO.
        code: the code.
        won: `mine`, `theirs`, or `taken_away` (somebody removed it).
        mine: article and name this person meant, ("", "") = he had removed the code.
        theirs: article and name of the other, ("", "") = removed.
        author: the other's name, "" = not known.
        mine_id: item this person meant, for giving it back.
        theirs_id: the other's.
    """

    id: int
    at: str
    code: str
    won: str
    mine: tuple[str, str]
    theirs: tuple[str, str]
    author: str
    mine_id: str
    theirs_id: str


@dataclass(frozen=True, slots=True)
class SharingRow:
    """What the dictionary page and the command line say of sharing.

    Attributes:
        offered: the portal keeps codes of companies.
        on: codes are shared now.
        company: names of the company's legal entities.
        may_write: this person's role lets his codes go to colleagues.
        shared: how many codes are the company's.
        waiting: how many go at the next synchronisation.
        refused: how many the portal did not take.
        pulled_at: when they were last fetched, ISO; "" = never.
        clashes: what nobody has looked at yet.
    """

    offered: bool
    on: bool
    company: str = ""
    may_write: bool = False
    shared: int = 0
    waiting: int = 0
    refused: int = 0
    pulled_at: str = ""
    clashes: tuple[CodeClash, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeFile:
    """How a table is to be read; columns are letters, "" = to be found.

    `replace`: codes that mean other goods until now mean those of the table from now on.
    """

    sheet: str = ""
    code: str = ""
    goods: str = ""
    replace: bool = False


@dataclass(frozen=True, slots=True)
class CodeLine:
    """What became, or would become, of one row of a table.

    Attributes:
        row: its number in the file.
        code: the buyer's code as written.
        goods: article, barcode or id as written.
        status: of CODE_STATUSES. `differs`: the code means other goods (`before`) and was left so;
            `clashes`: an earlier row of the table gives the code to other goods (`before`).
        item_id: the goods found, "" when there are none or several.
        article: theirs.
        name: theirs.
        before: article of what the code meant before, or in an earlier row.
        hidden: article of other goods that can no longer be found by this code.
        candidates: articles, when several goods fit.
    """

    row: int
    code: str
    goods: str
    status: str
    item_id: str = ""
    article: str = ""
    name: str = ""
    before: str = ""
    hidden: str = ""
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeReading:
    """A table as read: every row with a code or goods, and what would become of it."""

    path: Path
    sheet: str
    columns: Mapping[str, str]
    lines: Sequence[CodeLine]
    replace: bool = False

    @property
    def statuses(self) -> Mapping[str, int]:
        """Count rows by status, in the order of CODE_STATUSES, without zeros."""
        counted = Counter(line.status for line in self.lines)
        return {status: counted[status] for status in CODE_STATUSES if counted[status]}

    @property
    def taken(self) -> int:
        """How many rows change the dictionary."""
        return sum(line.status in TAKEN for line in self.lines)

    @property
    def needs_attention(self) -> bool:
        """Say whether a row was not settled or hides goods of the catalogue."""
        return any(
            line.status in UNSETTLED or (line.hidden and line.status in TAKEN)
            for line in self.lines
        )
