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


@dataclass(frozen=True, slots=True)
class OwnCodeRow:
    """An entry of the dictionary as it stands now.

    Attributes:
        code: the entry; article and name as the catalogue has them now, where it has them.
        trouble: "" or `gone` (the catalogue has the item no more), `outside` (not in the
            assortment of the contract in use), `hides` (other goods have this very article).
        hidden: the article of the goods it hides.
    """

    code: OwnCode
    trouble: str = ""
    hidden: str = ""


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
