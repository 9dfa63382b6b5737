"""Slows guessing down: 5 tries an account, 50 an address in 15 minutes, then growing pauses (T6).

A try is counted before the password is looked at, so parallel guesses cannot slip through, and
given back when it was right. Unknown logins count like known ones.
"""

from __future__ import annotations

from sqlalchemy import delete, select, update

from b2bdesk.portal.scope import Scope
from b2bdesk.portal.storage.bulk import insert_missing, upsert
from b2bdesk.portal.storage.clock import milliseconds
from b2bdesk.portal.storage.tables.sessions import guesses
from b2bdesk.portal.storage.work import Work

WINDOW_MS = 15 * 60 * 1000
PER_ACCOUNT, PER_ADDRESS = 5, 50
_LONGEST = 5


def subjects(login: str, address: str) -> tuple[tuple[str, int], tuple[str, int]]:
    """What a try counts against: the account and the network address, with their limits."""
    account = f"account:{login.strip().casefold()[:200]}"
    return (account, PER_ACCOUNT), (f"address:{address}", PER_ADDRESS)


def take(scope: Scope, work: Work, login: str, address: str) -> int:
    """Count a try.

    Returns:
        0 when it may go on, else the seconds until the next one is looked at.
    """
    now = milliseconds(work.now)
    wait = 0
    for subject, limit in subjects(login, address):
        wait = max(wait, _take(work, subject, limit, now))
    return -(-wait // 1000)


def give_back(scope: Scope, work: Work, login: str, address: str) -> None:
    """The try was right: the account starts anew, the address gets its try back."""
    (account, _), (from_address, _) = subjects(login, address)
    work.connection.execute(delete(guesses).where(guesses.c.subject == account))
    work.connection.execute(
        update(guesses)
        .where(guesses.c.subject == from_address, guesses.c.failures > 0)
        .values(failures=guesses.c.failures - 1)
    )


def _take(work: Work, subject: str, limit: int, now: int) -> int:
    # there is a row to lock also at the first try: parallel ones come one after another
    insert_missing(work.connection, guesses, [(subject, 0, now, 0, 0)])
    query = select(guesses).where(guesses.c.subject == subject).with_for_update()
    row = work.connection.execute(query).one()
    failures, start, blocks, until = (int(each) for each in row[1:])
    if now < until:
        return until - now
    if now - start > WINDOW_MS:
        # a whole quiet window forgives one step of the growing pause
        failures, start, blocks = 0, now, max(blocks - 1, 0)
    failures += 1
    if failures > limit:
        until = now + WINDOW_MS * 2 ** min(blocks, _LONGEST)
        failures, start, blocks = 0, until, blocks + 1
    upsert(work.connection, guesses, [(subject, failures, start, blocks, until)])
    return max(until - now, 0)
