"""The audit trail: who did what to which object, with what result (RELIABILITY T19).

Append-only; every command and every act of signing in leaves one record. No secrets, no bodies.
"""

from __future__ import annotations

from sqlalchemy import insert

from b2bdesk.portal.scope import Scope
from b2bdesk.portal.storage.clock import instant
from b2bdesk.portal.storage.tables.portal import audit
from b2bdesk.portal.storage.work import Work


def record(
    scope: Scope,
    work: Work,
    action: str,
    target: str,
    result: str = "done",
    *,
    company_id: str = "",
) -> None:
    """Add one record in the transaction of the act itself.

    Args:
        scope: who acts.
        work: the transaction.
        action: name of the route or command.
        target: id of the object acted upon.
        result: "done" or the code of the refusal.
        company_id: whose object it is.
    """
    work.connection.execute(
        insert(audit).values(
            at=instant(work.now),
            principal=scope.principal_id,
            device=scope.device,
            company_id=company_id,
            action=action,
            object=target,
            result=result,
        )
    )
