"""What is remembered of a sign-in between starts, without secrets. Kept by `session`."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from b2bdesk.trade.errors import Environment
from b2bdesk.wire.session import PortalInfo


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of the sign-in between starts (no secrets)."""

    portal_url: str = ""
    portal_name: str = ""
    instance_id: str = ""
    incarnation: str = ""
    capabilities: tuple[str, ...] = ()
    login: str = ""
    user_name: str = ""
    role: str = ""
    kind: str = ""
    demo: bool = False
    timezone: str = "UTC"
    utc_offset_minutes: int = 0
    reason: str = ""


def with_portal(known: Known, info: PortalInfo) -> Known:
    """Return it with what the portal says of itself."""
    return replace(
        known,
        portal_name=info.name,
        instance_id=info.instance_id,
        incarnation=info.incarnation,
        capabilities=tuple(info.capabilities),
        demo=info.demo,
        timezone=info.timezone,
        utc_offset_minutes=info.utc_offset_minutes,
    )


def nobody(known: Known) -> Environment:
    """Return what to raise when something else than a portal answers at its address."""
    code = "network_page" if known.instance_id else "portal_missing"
    return Environment(code, portal=known.portal_url)


def read_known(stored: Any) -> Known:
    """Read it as the settings hold it; anything else = nothing."""
    if not isinstance(stored, dict):
        return Known()
    fields = json.loads(json.dumps(stored))
    known = {name: fields[name] for name in Known.__slots__ if name in fields}
    if "capabilities" in known:
        known["capabilities"] = tuple(known["capabilities"])
    return Known(**known)
