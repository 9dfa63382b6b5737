"""Services as far as a command needs them, and one way to run a command over them."""

from __future__ import annotations

import io
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from b2bdesk.cli.console import Surroundings
from b2bdesk.cli.run import run
from b2bdesk.usecases.rows.account import (
    Context,
    ContractRow,
    EntityRow,
    PartyRow,
    SessionStatus,
)
from b2bdesk.usecases.rows.sync import SyncState
from b2bdesk.usecases.services import Services

CONTRACT = ContractRow("c-1", "e-1", "15", None, "RUB", "a", (), "v")
ENTITY = EntityRow("e-1", "co-1", PartyRow("ООО «Ромашка»", "7706123455"), (CONTRACT,), ())
OTHER = EntityRow("e-2", "co-1", PartyRow("ООО «Север»", "7811543219"), (), ())


class FakeSession:
    """A sign-in that remembers what was asked of it."""

    def __init__(self, signed_in: bool = True) -> None:
        self.signed_in = signed_in
        self.asked: list[tuple[str, ...]] = []

    def status(self) -> SessionStatus:
        """Signed in or not."""
        return SessionStatus(self.signed_in, "https://portal.example", "Портал", "ivanova")

    def sign_in(self, *given: str) -> SessionStatus:
        """Sign in by password."""
        self.asked.append(("password", *given))
        self.signed_in = True
        return self.status()

    def sign_in_token(self, *given: str) -> SessionStatus:
        """Sign in by token."""
        self.asked.append(("token", *given))
        self.signed_in = True
        return self.status()


def services(**parts: Any) -> Services:
    """Services with a signed-in account and no catalogue, and whatever a test gives."""
    known: dict[str, Any] = {
        "profile": SimpleNamespace(name="default", home=Path("home")),
        "session": FakeSession(),
        "account": SimpleNamespace(
            context=lambda: Context(ENTITY, CONTRACT), entities=lambda: (ENTITY, OTHER)
        ),
        "sync": SimpleNamespace(state=lambda: SyncState(False, None, {})),
        "outbox": SimpleNamespace(list=tuple),
        "settings": SimpleNamespace(get={}.get, set=lambda key, value: None),
        "notices": (),
        "keeps_secrets": lambda: True,
        "stopping": threading.Event(),
    }
    return cast("Services", SimpleNamespace(**(known | parts)))


def told(
    over: Services, *argv: str, stdin: bytes = b"", env: dict[str, str] | None = None
) -> tuple[int, str, str]:
    """Run a command; returns exit code, output and messages."""
    out, err = io.StringIO(), io.StringIO()
    code = run(argv, over, out, err, Surroundings(Path.cwd(), env or {}, stdin))
    return code, out.getvalue(), err.getvalue()
