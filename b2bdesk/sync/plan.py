"""What a run pulls: pure decisions from the account, the marks and what was asked (PROTOCOL §1).

Each scope is named once however many contracts name it; a scope that no contract names any more
is dropped; a scope without a cursor, of another incarnation, or asked for in full comes whole.
Called by the runner; the simulator calls it with the same arguments.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from b2bdesk.usecases.ports.cache import Mark, ScopeId
from b2bdesk.usecases.rows.account import AccountInfo

FEED_ORDER = ("catalog", "prices", "stock", "terms", "settlements", "orders", "documents")
KINDS: Mapping[str, tuple[str, ...]] = {
    "catalog": ("catalogue",),
    "prices": ("prices",),
    "stock": ("stock",),
    "terms": ("prices", "terms"),
    "settlements": ("settlements",),
    "orders": ("orders",),
    "documents": ("documents",),
}


@dataclass(frozen=True, slots=True)
class Pull:
    """One scope to pull; an empty cursor = whole."""

    scope: ScopeId
    cursor: str

    @property
    def full(self) -> bool:
        """Say whether the whole scope is asked for."""
        return not self.cursor


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run does, in order."""

    pulls: tuple[Pull, ...]
    drops: tuple[ScopeId, ...]
    wanted: tuple[ScopeId, ...]
    new_incarnation: bool


def scopes_of(account: AccountInfo) -> tuple[ScopeId, ...]:
    """Return every scope the account names, once, in the order they are pulled."""
    named: dict[ScopeId, None] = {}
    for contract in account.contracts():
        named[ScopeId("catalog", contract.assortment)] = None
        for kind in contract.price_types:
            named[ScopeId("prices", kind.id)] = None
        named[ScopeId("stock", contract.stock_view)] = None
        named[ScopeId("terms", contract.id)] = None
        named[ScopeId("settlements", contract.id)] = None
    for entity in account.entities:
        named[ScopeId("orders", entity.company_id)] = None
        named[ScopeId("documents", entity.company_id)] = None
    listed = [scope for scope in named if scope.key]
    return tuple(sorted(listed, key=lambda scope: FEED_ORDER.index(scope.feed)))


def make_plan(
    account: AccountInfo,
    marks: Mapping[ScopeId, Mark],
    incarnation: str,
    only: Collection[str] | None = None,
    full: bool = False,
) -> Plan:
    """Decide what to pull.

    Args:
        account: who we are and which scopes that names.
        marks: how far each scope of the active cache is.
        incarnation: of the portal now; empty = it did not say.
        only: feeds, or scopes of them as `feed/key`, to pull; None = all.
        full: pull whole scopes whatever the cursors say.
    """
    wanted = scopes_of(account)
    pulled = {mark.incarnation for mark in marks.values() if mark.pulled_at and mark.incarnation}
    renewed = bool(incarnation) and bool(pulled) and pulled != {incarnation}
    pulls = []
    for scope in wanted:
        mark = marks.get(scope)
        whole = full or renewed or mark is None or not mark.pulled_at or not mark.cursor
        missing = mark is None or not mark.pulled_at
        asked = only is None or scope.feed in only or "/".join(scope) in only
        if renewed or missing or asked:
            pulls.append(Pull(scope, "" if whole or mark is None else mark.cursor))
    drops = stale_scopes(account, marks)
    return Plan(tuple(pulls), drops, wanted, renewed)


def stale_scopes(account: AccountInfo, marks: Collection[ScopeId]) -> tuple[ScopeId, ...]:
    """Return the cached scopes that the account does not name."""
    wanted = set(scopes_of(account))
    return tuple(scope for scope in marks if scope not in wanted)


def orders_are_of(marks: Mapping[ScopeId, Mark], incarnation: str) -> bool:
    """Say whether all orders here are of this incarnation; a proxy may have given old pages."""
    orders = [mark for scope, mark in marks.items() if scope.feed == "orders"]
    return all(mark.incarnation == incarnation for mark in orders)
