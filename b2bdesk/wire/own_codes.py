"""The company's own codes: what colleagues changed, and what the portal made of it.

They are read as the feed `own_codes`. A change says which revision of the code its writer knew; a
later one is replaced all the same (the last writer wins, in the portal's order), and the answer
says what it replaced, so that both can be told.
"""

import msgspec

CAPABILITY = "own_codes"
FEED = "own_codes"
MAX_CHANGES = 1_000
MAX_CODE = 200

KEPT, SAME, REMOVED, CHANGED, REFUSED = "kept", "same", "removed", "changed", "refused"


class CodeChange(msgspec.Struct, frozen=True, kw_only=True):
    """One code given to goods, or taken away (`item_id` empty).

    `code` is the buyer's own as he writes it, `okei` the unit his lists mean by it ("" = the base
    unit), `known_rev` the revision its writer had seen, 0 = none.
    """

    code: str
    item_id: str = ""
    okei: str = ""
    known_rev: int = 0


class CodeChanges(msgspec.Struct, frozen=True, kw_only=True):
    """Changes of one company's codes, at most `MAX_CHANGES`; each code once."""

    company_id: str
    changes: list[CodeChange] = []


class SharedCode(msgspec.Struct, frozen=True, kw_only=True):
    """A code of the company: `key` is its folded form, article and name are the portal's own.

    `author` is the id of who wrote it last, `at` when (RFC 3339 UTC); the columns of the feed.
    """

    key: str
    code: str
    item_id: str
    article: str
    name: str
    okei: str
    author: str
    author_name: str
    at: str
    rev: int


class CodeOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one change.

    `result`: `kept`; `same` (it stood so already); `removed`; `changed` (not removed: somebody
    changed it after `known_rev`); `refused` with a `reason`: `item_unknown`, `code_bad`, `full`.
    `now` is the code as it stands, `replaced` what the change replaced although it was later than
    `known_rev`.
    """

    code: str
    result: str
    reason: str = ""
    now: SharedCode | None = None
    replaced: SharedCode | None = None


class CodeOutcomes(msgspec.Struct, frozen=True, kw_only=True):
    """An outcome for each change, in the order sent."""

    outcomes: list[CodeOutcome]
