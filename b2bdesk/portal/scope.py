"""On whose behalf something is read or written: the first argument of every store function.

A foreign object does not exist for a scope: stores filter by `company_ids`, so a handler cannot
forget to (RELIABILITY T8). Commands of the supplier's own machine act as `SYSTEM`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, false, true

SYSTEM_ROLE = "system"


@dataclass(frozen=True)
class Scope:
    """A principal with the companies it may see and its role there.

    `session_id` is empty for API tokens, which are not signed out or rotated.
    """

    principal_id: str
    company_ids: frozenset[str]
    role: str
    session_id: str = ""
    device: str = ""

    def sees(self, company_id: str) -> bool:
        """Whether objects of a company exist for this scope."""
        return self.role == SYSTEM_ROLE or company_id in self.company_ids

    def within(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        """The SQL condition that keeps a query inside the scope."""
        if self.role == SYSTEM_ROLE:
            return true()
        return column.in_(sorted(self.company_ids)) if self.company_ids else false()


SYSTEM = Scope(SYSTEM_ROLE, frozenset(), SYSTEM_ROLE)
NOBODY = Scope("", frozenset(), "anonymous")
