"""The model portal's people: who may sign in, what they may see and do, what time it is there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from b2bdesk.wire.codec import encode
from b2bdesk.wire.feeds import COLUMNS as CAPABILITY
from tests.sim.answers import Answer, problem

if TYPE_CHECKING:
    from tests.sim.files import Shelf
    from tests.sim.portal_data import Scope

BASE = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ACCESS_SECONDS, GRACE_SECONDS = 600, 60
MOST_SHIFTED = 11 * 365 * 86_400
"""Seconds by which the portal's clock may be wrong for good; more is mended when faults stop."""


class People:
    """Part of `Portal`: sign-ins, the account, rights, the clock."""

    shelf: Shelf
    columns: bool
    epoch: int

    @property
    def incarnation(self) -> str:
        """The mark of the whole portal."""
        return f"inc-{self.epoch}"

    def __init__(self) -> None:
        self.now = self.shift = 0.0
        self.wide = self.bare = self.forbidden = False
        self.tokens = {"access": "a1", "refresh": "r1", "previous": ""}
        self.access_until = float(ACCESS_SECONDS)
        self.rotated = -1e9
        self.token_number = 1
        self.revoked = False
        self.instance = "sim"

    def scopes(self) -> list[Scope]:
        """Return what the account names."""
        named = [("orders", "co"), ("documents", "co")]
        if self.bare:
            return named
        named += [("catalog", "all"), ("prices", "p1"), ("stock", "s1"), ("terms", "c1")]
        named += [("settlements", "c1")]
        if self.wide:
            named += [("prices", "p2"), ("terms", "c2"), ("settlements", "c2")]
        return named

    def _info(self) -> dict[str, Any]:
        return {
            "name": "Model",
            "instance_id": self.instance,
            "incarnation": self.incarnation,
            "server_time": self.stamp(),
            "timezone": "UTC",
            "utc_offset_minutes": 0,
            "capabilities": [
                "void",
                *(["snapshot"] if self.shelf.offered else []),
                *([CAPABILITY] if self.columns else []),
            ],
        }

    def _account(self) -> dict[str, Any]:
        numbers = () if self.bare else ("1", "2") if self.wide else ("1",)
        contracts = [
            {
                "id": f"c{number}",
                "number": number,
                "date": "2026-01-12",
                "currency": "RUB",
                "assortment": "all",
                "stock_view": "s1",
                "price_types": [{"id": f"p{number}", "name": "Опт", "currency": "RUB",
                                 "vat_included": True, "step": "0.01"}],
            }
            for number in numbers
        ]  # fmt: skip
        entities = [
            {"id": each, "company_id": "co", "party": {"name": each, "inn": "7707083893"},
             "contracts": contracts if each == "e1" else []}
            for each in ("e1", "e2")
        ]  # fmt: skip
        seller = {"name": "Seller", "inn": "7707083893"}
        return {"user": self._user(), "seller": seller, "entities": entities}

    def _user(self) -> dict[str, str]:
        return {"id": "u1", "login": "anna", "name": "Анна", "role": "buyer"}

    def _refresh(self, token: str) -> Answer:
        tokens = self.tokens
        if self.revoked:
            return problem(401, "session_revoked")
        if token == tokens["refresh"]:
            tokens["previous"], self.rotated = token, self.now
            return Answer(200, self._session(rotate=True))
        if token == tokens["previous"] and self.now - self.rotated <= GRACE_SECONDS:
            return Answer(200, self._session(rotate=False))
        self.revoked = True
        return problem(401, "session_revoked")

    def _session(self, rotate: bool) -> bytes:
        if rotate:
            self.token_number += 1
            self.tokens["refresh"] = f"r{self.token_number}"
            self.tokens["access"] = f"a{self.token_number}"
            self.access_until = self.now + ACCESS_SECONDS
        session = {
            "access_token": self.tokens["access"],
            "access_expires_in": max(int(self.access_until - self.now), 0),
            "refresh_token": self.tokens["refresh"],
            "user": self._user(),
            "portal": self._info(),
        }
        return encode(session)

    def stamp(self) -> str:
        """Return the portal's time, years off when its clock is wrong."""
        return (BASE + timedelta(seconds=self.now + self.shift)).isoformat()
