"""What the portal says of itself: its clock, its marks, what it can (PROTOCOL §1 `/session`)."""

from __future__ import annotations

import datetime as dt

from b2bdesk.portal.storage.clock import instant, offset_minutes
from b2bdesk.portal.storage.facts import Facts
from b2bdesk.wire.feeds import COLUMNS
from b2bdesk.wire.session import Limits, PortalInfo

CAPABILITIES = (
    COLUMNS,
    "documents",
    "events",
    "own_codes",
    "pictures",
    "quotes",
    "reserve",
    "resolve",
    "settlements",
    "snapshot",
    "void",
)
LIMITS = Limits()


def portal_info(facts: Facts, now: dt.datetime) -> PortalInfo:
    """Describe the portal at an instant."""
    return PortalInfo(
        name=facts.name,
        instance_id=facts.instance_id,
        incarnation=facts.incarnation,
        server_time=instant(now),
        timezone=facts.timezone,
        utc_offset_minutes=offset_minutes(now, facts.timezone),
        capabilities=list(CAPABILITIES),
        limits=LIMITS,
        demo=facts.demo,
    )
