"""Families of rotating tokens and API tokens in the database; hashes only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, select, update

from b2bdesk.portal.scope import Scope
from b2bdesk.portal.storage.bulk import upsert
from b2bdesk.portal.storage.clock import milliseconds
from b2bdesk.portal.storage.tables.sessions import (
    access_tokens,
    api_tokens,
    families,
    refresh_tokens,
)
from b2bdesk.portal.storage.work import Work

DAY_MS = 24 * 60 * 60 * 1000


@dataclass(frozen=True)
class RefreshRow:
    """A refresh token with its family; instants in milliseconds."""

    hash: str
    family_id: str
    user_id: str
    device: str
    expires_at: int
    spent_at: int | None
    successor: str
    family_expires_at: int
    revoked_at: int | None


@dataclass(frozen=True)
class Bearer:
    """Whom an access or API token stands for; `family_id` is empty for API tokens."""

    user_id: str
    family_id: str
    device: str
    expires_at: int
    revoked: bool


def add_family(scope: Scope, work: Work, row: tuple[str, str, str, int]) -> None:
    """Start a family `(id, user_id, device, expires_at)`."""
    family_id, user_id, device, expires_at = row
    now = milliseconds(work.now)
    upsert(work.connection, families, [(family_id, user_id, device, now, expires_at, None)])


def add_refresh(scope: Scope, work: Work, token_hash: str, family_id: str, expires: int) -> None:
    """Add an unspent refresh token."""
    upsert(work.connection, refresh_tokens, [(token_hash, family_id, expires, None, "")])


def add_access(scope: Scope, work: Work, token_hash: str, family_id: str, expires: int) -> None:
    """Add an access token; long dead ones are swept on the way."""
    stale = access_tokens.c.expires_at < milliseconds(work.now) - DAY_MS
    work.connection.execute(delete(access_tokens).where(stale))
    upsert(work.connection, access_tokens, [(token_hash, family_id, expires)])


def spend(scope: Scope, work: Work, token_hash: str, successor_hash: str) -> None:
    """Mark a refresh token as spent for its successor."""
    work.connection.execute(
        update(refresh_tokens)
        .where(refresh_tokens.c.hash == token_hash)
        .values(spent_at=milliseconds(work.now), successor=successor_hash)
    )


def find_refresh(
    scope: Scope, connection: Connection, token_hash: str, *, lock: bool = False
) -> RefreshRow | None:
    """A refresh token by hash; `lock` holds it until the end of the transaction."""
    query = select(
        refresh_tokens.c.hash,
        refresh_tokens.c.family_id,
        families.c.user_id,
        families.c.device,
        refresh_tokens.c.expires_at,
        refresh_tokens.c.spent_at,
        refresh_tokens.c.successor,
        families.c.expires_at.label("family_expires_at"),
        families.c.revoked_at,
    ).join(families, families.c.id == refresh_tokens.c.family_id)
    query = query.where(refresh_tokens.c.hash == token_hash)
    if lock:
        query = query.with_for_update(of=refresh_tokens)
    row = connection.execute(query).first()
    return RefreshRow(*row) if row is not None else None


def revoke_family(scope: Scope, work: Work, family_id: str) -> None:
    """End a family: none of its tokens is taken any more."""
    _revoke(work, families.c.id == family_id)


def revoke_families_of(scope: Scope, work: Work, user_id: str, *, keep: str = "") -> None:
    """End all sessions of a user but the one to `keep`."""
    _revoke(work, families.c.user_id == user_id, families.c.id != keep)


def add_api_token(scope: Scope, work: Work, row: tuple[str, str, str, int]) -> None:
    """Add an API token `(hash, user_id, name, expires_at)`."""
    token_hash, user_id, name, expires_at = row
    now = milliseconds(work.now)
    upsert(work.connection, api_tokens, [(token_hash, user_id, name, now, expires_at, None)])


def revoke_api_tokens(scope: Scope, work: Work, user_id: str, name: str = "") -> int:
    """Withdraw the API tokens of a user, all or those of a name; returns how many."""
    statement = update(api_tokens).where(
        api_tokens.c.user_id == user_id, api_tokens.c.revoked_at.is_(None)
    )
    if name:
        statement = statement.where(api_tokens.c.name == name)
    done = work.connection.execute(statement.values(revoked_at=milliseconds(work.now)))
    return done.rowcount


def find_access(scope: Scope, connection: Connection, token_hash: str) -> Bearer | None:
    """Whom an access token stands for, dead or alive."""
    query = (
        select(
            families.c.user_id,
            families.c.id,
            families.c.device,
            access_tokens.c.expires_at,
            families.c.revoked_at,
        )
        .join(families, families.c.id == access_tokens.c.family_id)
        .where(access_tokens.c.hash == token_hash)
    )
    row = connection.execute(query).first()
    return Bearer(row[0], row[1], row[2], row[3], row[4] is not None) if row is not None else None


def find_api_token(scope: Scope, connection: Connection, token_hash: str) -> Bearer | None:
    """Whom an API token stands for, dead or alive."""
    row = connection.execute(select(api_tokens).where(api_tokens.c.hash == token_hash)).first()
    if row is None:
        return None
    return Bearer(row.user_id, "", row.name, row.expires_at, row.revoked_at is not None)


def _revoke(work: Work, *conditions: Any) -> None:
    work.connection.execute(
        update(families)
        .where(*conditions, families.c.revoked_at.is_(None))
        .values(revoked_at=milliseconds(work.now))
    )
