"""Who is signed in: families of rotating tokens, API tokens, the guess limiter (R11, T6).

Only hashes of tokens are stored. Instants are integer milliseconds since 1970 (owner: `sessions`).
"""

from sqlalchemy import Column, ForeignKey, Index, Table

from b2bdesk.portal.storage.tables.base import KEY, METADATA, integer, key, optional, text


def _family() -> Column[str]:
    return Column("family_id", KEY, ForeignKey("session_family.id"), nullable=False)


def _user() -> Column[str]:
    return Column("user_id", KEY, ForeignKey("portal_user.id"), nullable=False)


families = Table(
    "session_family",
    METADATA,
    key("id"),
    _user(),
    text("device"),
    integer("created_at"),
    integer("expires_at"),
    optional("revoked_at"),
)

refresh_tokens = Table(
    "refresh_token",
    METADATA,
    key("hash"),
    _family(),
    integer("expires_at"),
    optional("spent_at"),
    text("successor"),
)

access_tokens = Table("access_token", METADATA, key("hash"), _family(), integer("expires_at"))

api_tokens = Table(
    "api_token",
    METADATA,
    key("hash"),
    _user(),
    text("name"),
    integer("created_at"),
    integer("expires_at"),
    optional("revoked_at"),
)

guesses = Table(
    "sign_in_guess",
    METADATA,
    key("subject"),
    integer("failures"),
    integer("window_start"),
    integer("blocks"),
    integer("blocked_until"),
)

Index("ix_family_user", families.c.user_id)
Index("ix_refresh_family", refresh_tokens.c.family_id)
Index("ix_access_family", access_tokens.c.family_id)
Index("ix_access_expiry", access_tokens.c.expires_at)
