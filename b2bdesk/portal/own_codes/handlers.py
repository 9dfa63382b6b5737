"""Handler of `/own-codes`."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from b2bdesk.portal.accounts.store import find_contracts, find_user
from b2bdesk.portal.catalog.lookup import titles
from b2bdesk.portal.http.call import Call, Handler
from b2bdesk.portal.own_codes.store import Writer, change
from b2bdesk.portal.scope import Scope
from b2bdesk.portal.storage.work import Work
from b2bdesk.trade.errors import Expected
from b2bdesk.wire.own_codes import MAX_CHANGES, CodeChanges, CodeOutcomes


def own_codes(call: Call) -> CodeOutcomes:
    """Change codes of one of the caller's companies."""
    asked: CodeChanges = call.message
    if not asked.company_id or not call.scope.sees(asked.company_id):
        raise Expected("not_found")
    if len(asked.changes) > MAX_CHANGES:
        raise Expected("bad_message", reason=f"more than {MAX_CHANGES} changes")

    def take(work: Work) -> CodeOutcomes:
        writer = _writer(call.scope, work.connection, asked)
        return CodeOutcomes(outcomes=change(call.scope, work, writer, asked.changes))

    return call.storage.write(take)


def _writer(scope: Scope, connection: Connection, asked: CodeChanges) -> Writer:
    """The caller with the goods of the request that any contract of the company shows."""
    user = find_user(scope, connection, user_id=scope.principal_id)
    ids = sorted({each.item_id for each in asked.changes if each.item_id})
    return Writer(
        asked.company_id,
        scope.principal_id,
        user.name if user is not None else "",
        titles(connection, _assortments(scope, connection, asked.company_id), ids),
    )


def _assortments(scope: Scope, connection: Connection, company_id: str) -> Sequence[str]:
    contracts = find_contracts(scope, connection)
    return sorted({row.assortment for row in contracts if row.company_id == company_id})


HANDLERS: dict[str, Handler] = {"own_codes": own_codes}
