"""Signing in and staying signed in (PROTOCOL R11).

Access tokens live 10 minutes, refresh tokens 30 days sliding and 90 at most. A spent refresh token
is answered once more within 60 s, with the same successor, as long as that one is unspent; any
later use revokes the family and leaves an audit record.
"""

from __future__ import annotations

from b2bdesk.portal import audit
from b2bdesk.portal.accounts import store as accounts
from b2bdesk.portal.accounts.rows import UserRow
from b2bdesk.portal.info import portal_info
from b2bdesk.portal.scope import NOBODY, SYSTEM, Scope
from b2bdesk.portal.sessions import limiter, passwords, store, tokens
from b2bdesk.portal.storage.clock import milliseconds
from b2bdesk.portal.storage.work import Storage, Work
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.ids import new_id
from b2bdesk.wire.session import ChangePassword, Session, SignIn, User

ACCESS_SECONDS = 600
GRACE_MS = 60_000
SLIDING_MS = 30 * store.DAY_MS
ABSOLUTE_MS = 90 * store.DAY_MS


def sign_in(storage: Storage, asked: SignIn, address: str) -> Session:
    """Open a session.

    Raises:
        Expected: `too_many_attempts` (seconds), `sign_in_refused`, `sign_in_blocked`.
    """
    wait = storage.write(lambda work: limiter.take(NOBODY, work, asked.login, address))
    if wait:
        raise Expected("too_many_attempts", seconds=wait)
    with storage.reading() as connection:
        user = accounts.find_user(SYSTEM, connection, login=asked.login)
    right = passwords.verify(user.password_hash if user else "", asked.password)
    if user is None or not right:
        _remember_refusal(storage, user, "sign_in_refused")
        raise Expected("sign_in_refused")
    if user.disabled:
        _remember_refusal(storage, user, "sign_in_blocked")
        raise Expected("sign_in_blocked")
    known = user

    def open_session(work: Work) -> Session:
        limiter.give_back(NOBODY, work, asked.login, address)
        return _open(work, known, asked.device)

    return storage.write(open_session)


def refresh(storage: Storage, token: str) -> Session:
    """Exchange a refresh token.

    Raises:
        Expected: `session_expired`, `session_revoked`.
    """
    outcome = storage.write(lambda work: _refresh(work, token))
    if isinstance(outcome, str):
        raise Expected(outcome)
    return outcome


def sign_out(storage: Storage, scope: Scope) -> None:
    """End the session of the scope.

    Raises:
        Expected: `forbidden` for an API token: those are withdrawn by the supplier.
    """
    if not scope.session_id:
        raise Expected("forbidden")

    def end(work: Work) -> None:
        store.revoke_family(scope, work, scope.session_id)
        audit.record(scope, work, "sign_out", scope.session_id)

    storage.write(end)


def change_password(storage: Storage, scope: Scope, asked: ChangePassword, address: str) -> None:
    """Change one's own password; all other sessions of the user end.

    Raises:
        Expected: `forbidden` (API token), `too_many_attempts`, `old_password_wrong`,
            `password_weak`.
    """
    if not scope.session_id:
        raise Expected("forbidden")
    with storage.reading() as connection:
        user = accounts.find_user(scope, connection, user_id=scope.principal_id)
    if user is None:
        raise Expected("sign_in_needed")
    login = user.login
    wait = storage.write(lambda work: limiter.take(scope, work, login, address))
    if wait:
        raise Expected("too_many_attempts", seconds=wait)
    if not passwords.verify(user.password_hash, asked.old_password):
        _remember_refusal(storage, user, "old_password_wrong")
        raise Expected("old_password_wrong")
    passwords.check_strength(asked.new_password)
    new_hash = passwords.hash_password(asked.new_password)

    def change(work: Work) -> None:
        limiter.give_back(scope, work, login, address)
        accounts.set_password_hash(scope, work, scope.principal_id, new_hash)
        store.revoke_families_of(scope, work, scope.principal_id, keep=scope.session_id)
        audit.record(scope, work, "change_password", scope.principal_id)

    storage.write(change)


def authenticate(storage: Storage, token: str) -> Scope:
    """Whom a bearer token stands for.

    Raises:
        Expected: `sign_in_needed` (no such token), `session_expired`, `session_revoked`,
            `sign_in_blocked` (the user was disabled).
    """
    with storage.reading() as connection:
        find = store.find_api_token if token.startswith(tokens.API) else store.find_access
        bearer = find(SYSTEM, connection, tokens.token_hash(token))
        if bearer is None:
            raise Expected("sign_in_needed")
        if bearer.revoked:
            raise Expected("session_revoked")
        if bearer.expires_at <= milliseconds(storage.clock()):
            raise Expected("session_expired")
        user = accounts.find_user(SYSTEM, connection, user_id=bearer.user_id)
        if user is None or user.disabled:
            raise Expected("sign_in_blocked")
        companies = user.company_ids
        if user.role == "portal-admin":
            companies = accounts.all_company_ids(connection)
    return Scope(user.id, companies, user.role, bearer.family_id, bearer.device)


def issue_api_token(scope: Scope, work: Work, user: UserRow, days: int, name: str = "") -> str:
    """Make an API token for a robot: that user's rights, a term, not rotated; shown once."""
    token = tokens.new_token(tokens.API)
    expires = milliseconds(work.now) + days * store.DAY_MS
    store.add_api_token(scope, work, (tokens.token_hash(token), user.id, name, expires))
    audit.record(scope, work, "token_add", user.id)
    return token


def _open(work: Work, user: UserRow, device: str) -> Session:
    now = milliseconds(work.now)
    family = new_id()
    token = tokens.new_token(tokens.REFRESH)
    scope = Scope(user.id, user.company_ids, user.role, family, device[:80])
    store.add_family(scope, work, (family, user.id, device[:80], now + ABSOLUTE_MS))
    store.add_refresh(scope, work, tokens.token_hash(token), family, now + SLIDING_MS)
    audit.record(scope, work, "sign_in", user.id)
    return _session(scope, work, user, token)


def _refresh(work: Work, token: str) -> Session | str:
    # locked: of two exchanges at once the second sees what the first has made
    row = store.find_refresh(SYSTEM, work.connection, tokens.token_hash(token), lock=True)
    if row is None:
        return "session_expired"
    if row.revoked_at is not None:
        return "session_revoked"
    now = milliseconds(work.now)
    if now >= min(row.expires_at, row.family_expires_at):
        return "session_expired"
    user = accounts.find_user(SYSTEM, work.connection, user_id=row.user_id)
    if user is None or user.disabled:
        return "session_revoked"
    scope = Scope(user.id, user.company_ids, user.role, row.family_id, row.device)
    following = tokens.successor(work.facts.secret, token)
    if row.spent_at is None:
        expires = min(now + SLIDING_MS, row.family_expires_at)
        store.spend(scope, work, row.hash, tokens.token_hash(following))
        store.add_refresh(scope, work, tokens.token_hash(following), row.family_id, expires)
        return _session(scope, work, user, following)
    heir = store.find_refresh(SYSTEM, work.connection, row.successor)
    if now - row.spent_at <= GRACE_MS and heir is not None and heir.spent_at is None:
        return _session(scope, work, user, following)
    store.revoke_family(scope, work, row.family_id)
    audit.record(scope, work, "refresh", row.family_id, "token_reused")
    return "session_revoked"


def _session(scope: Scope, work: Work, user: UserRow, refresh_token: str) -> Session:
    access = tokens.new_token(tokens.ACCESS)
    expires = milliseconds(work.now) + ACCESS_SECONDS * 1000
    store.add_access(scope, work, tokens.token_hash(access), scope.session_id, expires)
    return Session(
        access_token=access,
        access_expires_in=ACCESS_SECONDS,
        refresh_token=refresh_token,
        user=User(id=user.id, login=user.login, name=user.name, role=user.role),
        portal=portal_info(work.facts, work.now),
    )


def _remember_refusal(storage: Storage, user: UserRow | None, code: str) -> None:
    target = user.id if user else "unknown"
    storage.write(lambda work: audit.record(NOBODY, work, "sign_in", target, code))
