"""Signing in, refreshing and what the portal says of itself (PROTOCOL §1 `/session`, R11)."""

import msgspec

API_VERSION = "1.0"


class SignIn(msgspec.Struct, frozen=True, kw_only=True):
    """Login and password, the one-time code when the account has one, the device's name."""

    login: str
    password: str
    device: str = ""
    totp: str = ""


class Refresh(msgspec.Struct, frozen=True, kw_only=True):
    """The present refresh token; it is spent by the answer (60 s of grace, R11)."""

    refresh_token: str


class ChangePassword(msgspec.Struct, frozen=True, kw_only=True):
    """The old and the new password of the signed-in person."""

    old_password: str
    new_password: str


class RestorePassword(msgspec.Struct, frozen=True, kw_only=True):
    """Asks for a restore message; answered alike whether the login exists or not."""

    login: str


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Batch sizes this portal takes."""

    resolve_codes: int = 1_000
    order_lines: int = 50_000
    page_rows: int = 5_000


class PortalInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What the portal is and can: marks of R7, clock and zone of R10a, capabilities.

    `server_time` is RFC 3339 UTC; `utc_offset_minutes` is the present offset of `timezone`.
    """

    name: str
    instance_id: str
    incarnation: str
    server_time: str
    timezone: str
    utc_offset_minutes: int
    api_version: str = API_VERSION
    capabilities: list[str] = []
    limits: Limits = Limits()
    demo: bool = False


class User(msgspec.Struct, frozen=True, kw_only=True):
    """The person behind a session. Roles: PRODUCT A5."""

    id: str
    login: str
    name: str
    role: str


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """Tokens (access: seconds of life; refresh: rotating, opaque) and who they are for."""

    access_token: str
    access_expires_in: int
    refresh_token: str
    user: User
    portal: PortalInfo
