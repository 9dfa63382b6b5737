"""Tokens of the portal: two programs on copies of one profile, lost answers, grace, sign-outs."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import TypeVar
from unittest.mock import patch

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from b2bdesk.portal.sessions import passwords, rules
from b2bdesk.portal.storage.create import create_storage
from b2bdesk.portal.storage.work import Storage
from b2bdesk.trade.errors import Expected
from b2bdesk.wire.session import Session, SignIn
from tests.support import portal, world

T = TypeVar("T")
GRACE, ACCESS = 60, 600
SLIDING, ABSOLUTE = dt.timedelta(days=30), dt.timedelta(days=90)
SHORT, LONG = (1, 30, 59, 61, 90), (540, 601, 86_400, 29 * 86_400, 31 * 86_400)


@cache
def ground() -> tuple[Storage, world.TestClock]:
    """One portal for all runs: each has a session of its own."""
    folder = Path(tempfile.mkdtemp(prefix="b2bdesk-machines-"))
    os.environ["B2BDESK_PORTAL_STATE"] = str(folder)
    clock = world.TestClock()
    storage = create_storage(str(folder / "portal.db"), clock)
    world.build(storage)
    portal.add_user(storage, "anna", companies=("alfa",))
    return storage, clock


@dataclass
class Family:
    """A session: its refresh tokens in order, when each ends and was spent."""

    begun: dt.datetime
    tokens: list[str] = field(default_factory=list)
    ends: list[dt.datetime] = field(default_factory=list)
    spent: dict[int, dt.datetime] = field(default_factory=dict)
    revoked: bool = False
    access: list[tuple[str, dt.datetime]] = field(default_factory=list)


class Sessions(RuleBasedStateMachine):
    """`held` is the place in `family.tokens` of what each program has in its vault."""

    def __init__(self) -> None:
        super().__init__()
        self.storage, self.clock = ground()
        self.clock.moment = world.NOON
        self.held = [0, 0]
        self._enter()

    def _enter(self) -> None:
        with patch.object(passwords, "verify", lambda *_: True):
            made = rules.sign_in(self.storage, SignIn(login="anna", password="x"), "")
        self.family = Family(self.clock.moment)
        self._given(made)
        self.held = [0, 0]

    def _given(self, made: Session) -> None:
        family, now = self.family, self.clock.moment
        if made.refresh_token not in family.tokens:
            family.tokens.append(made.refresh_token)
            family.ends.append(min(now + SLIDING, family.begun + ABSOLUTE))
        family.access.append((made.access_token, now + dt.timedelta(seconds=ACCESS)))

    @rule(seconds=st.sampled_from(SHORT))
    def wait(self, seconds: int) -> None:
        """Let some time pass."""
        self.clock.move(seconds=seconds)

    @rule(seconds=st.sampled_from(LONG), lucky=st.integers(0, 3))
    def sleep(self, seconds: int, lucky: int) -> None:
        """Let much time pass, seldom."""
        self.clock.move(seconds=0 if lucky else seconds)

    @rule(program=st.integers(0, 1), lost=st.booleans())
    def refresh(self, program: int, lost: bool) -> None:
        """A program exchanges the token it has; when the answer is lost it keeps that one."""
        family, now, at = self.family, self.clock.moment, self.held[program]
        spent = family.spent.get(at)
        heir_unspent = at + 1 < len(family.tokens) and at + 1 not in family.spent
        again = spent is not None and (now - spent).total_seconds() <= GRACE and heir_unspent
        expected = ""
        if family.revoked:
            expected = "session_revoked"
        elif now >= family.ends[at]:
            expected = "session_expired"
        elif spent is not None and not again:
            expected, family.revoked = "session_revoked", True
        made, code = _answer(lambda: rules.refresh(self.storage, family.tokens[at]))
        assert code == expected
        if made is None:
            return
        if again:
            assert made.refresh_token == family.tokens[at + 1], "the same successor"
        else:
            assert made.refresh_token not in family.tokens
            family.spent[at] = now
        self._given(made)
        if not lost:
            self.held[program] = at + 1

    @rule()
    def copy_profile(self) -> None:
        """The second program gets the vault of the first one."""
        self.held[1] = self.held[0]

    @precondition(lambda self: not self.family.revoked)
    @rule(wanted=st.integers(0, 5))
    def sign_out(self, wanted: int) -> None:
        """Whoever has an access token that lives ends the session, seldom."""
        token, ends = self.family.access[-1]
        if wanted == 0 and self.clock.moment < ends:
            rules.sign_out(self.storage, rules.authenticate(self.storage, token))
            self.family.revoked = True

    @precondition(lambda self: self.family.revoked)
    @rule()
    def enter_again(self) -> None:
        """Sign in anew."""
        self._enter()

    @invariant()
    def access_holds_as_long_as_it_should(self) -> None:
        """An access token opens the door until its end, and never after a revocation."""
        for token, ends in self.family.access[-3:]:
            found, code = _answer(partial(rules.authenticate, self.storage, token))
            if self.clock.moment >= ends:  # ended ones are forgotten in time
                assert code in ("session_expired", "session_revoked", "sign_in_needed")
            else:
                assert code == ("session_revoked" if self.family.revoked else "")
                assert found is None or found.principal_id == "u-anna"


def _answer(call: Callable[[], T]) -> tuple[T | None, str]:
    try:
        return call(), ""
    except Expected as error:
        return None, error.code
