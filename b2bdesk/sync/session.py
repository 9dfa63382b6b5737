"""Who is signed in and with which tokens (PROTOCOL R11).

A profile belongs to the portal it first signed in to, by `instance_id`: another one is refused with
`portal_differs` before anything but the question who it is was sent; a portal that moved goes on.

The access token lives in memory, the rotating refresh token in the vault; its successor is stored
before the access token is used. Where it cannot be written (a full disk) it stays in memory, counts
in place of the former one and is written as soon as that goes; only a program that ends before asks
to sign in anew. A refresh runs once at a time; after a lost reply the same token
is tried once more, which the portal's 60 s of grace answer with the same successor. An API token
(`B2BDESK_TOKEN`, robots) never rotates. Made by `bootstrap`; used by `api`.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import timedelta, timezone, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from b2bdesk.sync.calls import PASSING, Call
from b2bdesk.sync.clock import PortalClock, told
from b2bdesk.sync.known import Known, read_known, with_portal
from b2bdesk.sync.refusals import Refused, as_coded
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.usecases.ports.secrets import SecretStore
from b2bdesk.usecases.ports.settings import SettingsPort
from b2bdesk.usecases.rows.account import SessionStatus
from b2bdesk.wire import session as wire
from b2bdesk.wire.codec import decode, encode

if TYPE_CHECKING:
    from b2bdesk.sync.transport import Transport

log = logging.getLogger(__name__)
SETTING = "session"
_EARLY_SECONDS, _AGAIN_SECONDS = 30.0, 15.0
_ENDED = ("session_revoked", "session_expired")
REFRESH, API = "refresh", "api"


class TokenKeeper:
    """The sign-in of one profile and the transport to its portal."""

    def __init__(
        self,
        settings: SettingsPort,
        secrets: SecretStore,
        clock: PortalClock,
        connect: Callable[[str], Transport],
        api_token: str = "",
    ) -> None:
        """Remember what is stored; nothing is asked of the portal or of the vault yet.

        Args:
            settings: where the sign-in without secrets is kept.
            secrets: where tokens are kept.
            clock: told the portal's time.
            connect: makes a transport for an address.
            api_token: token of a robot from the environment; wins over what is stored.
        """
        self._settings = settings
        self._secrets = secrets
        self._clock = clock
        self._connect = connect
        self._api_token = api_token
        self._lock = threading.RLock()
        self._known = read_known(settings.get(SETTING))
        self._transport: Transport | None = None
        self._left: list[Transport] = []
        self._access = ""
        self._access_until = 0.0
        self._owed, self._owed_at = "", 0.0
        self._proven = False

    @property
    def known(self) -> Known:
        """Return what is remembered of portal and person."""
        return self._known

    @property
    def proven(self) -> bool:
        """Whether the portal said since the start that it is ours; an API token tells nothing."""
        return self._proven

    def has(self, capability: str) -> bool:
        """Say whether the portal has a capability."""
        return capability in self._known.capabilities

    def zone(self) -> tzinfo:
        """Return the supplier's zone; by its last known offset where the system has no zones."""
        known = self._known
        try:
            return ZoneInfo(known.timezone)
        except (ZoneInfoNotFoundError, ValueError):
            return timezone(timedelta(minutes=known.utc_offset_minutes))

    def status(self) -> SessionStatus:
        """Return whether and as whom one is signed in, without asking anybody."""
        known = self._known
        robot = bool(self._api_token) and known.reason not in _ENDED
        signed_in = bool(known.portal_url) and (bool(known.kind) or robot)
        return SessionStatus(
            signed_in, known.portal_url, known.portal_name, known.login,
            known.user_name, known.role, known.demo, known.reason,
        )  # fmt: skip

    def transport(self) -> Transport:
        """Return the connection to the portal.

        Raises:
            Environment: `sign_in_needed` when no portal is known.
        """
        with self._lock:
            if self._transport is None:
                if not self._known.portal_url:
                    raise Environment("sign_in_needed")
                self._transport = self._connect(self._known.portal_url)
            self._transport.mean(self._known.instance_id, self._another)
            return self._transport

    def _another(self) -> Environment:
        """A request was refused because it is meant for another portal: return what to raise."""
        with self._lock:
            self._proven = False
            ours = self._known.portal_name or self._known.portal_url
            return Environment("portal_differs", ours=ours, theirs=self._known.portal_url)

    def sign_in(self, address: str, login: str, password: str, totp: str, device: str) -> None:
        """Sign in with login and password.

        Raises:
            Expected: refused (`sign_in_refused`, `sign_in_totp`, `too_many_attempts` …).
            Environment: the portal cannot be reached, `portal_differs`.
        """
        transport = self._connect(address)
        body = encode(wire.SignIn(login=login, password=password, device=device, totp=totp))
        try:
            if self._known.instance_id:
                self._same(_info(transport), transport.address)  # a stranger sees no password
            answer = transport.ask(Call("sign_in", body=body))
            session = _session(answer.body, transport)
            self._same(session.portal, transport.address)
        except (Refused, Environment, Expected) as error:
            transport.close()
            raise (as_coded(error) if isinstance(error, Refused) else error) from error
        with self._lock:
            with self._kept(transport):
                self._secrets.set(_name(REFRESH, transport.address), session.refresh_token)
                self._remember(transport.address, session, REFRESH)
            self._owed = ""
            self._take(session)

    def sign_in_token(
        self, address: str, token: str, portal: wire.PortalInfo | None = None
    ) -> None:
        """Use an API token; it proves itself at the first request.

        Raises:
            Environment: the portal cannot be reached, `portal_differs`.
        """
        transport = self._connect(address)
        try:
            info = portal or _info(transport)
            self._same(info, transport.address)
        except BaseException:
            transport.close()
            raise
        with self._lock:
            with self._kept(transport):
                if token != self._api_token:
                    self._secrets.set(_name(API, transport.address), token)
                made = with_portal(Known(), info)
                self._save(replace(made, portal_url=transport.address, kind=API))
            self._clock.note(told(info.server_time))
            self._access, self._access_until = token, float("inf")
            self._proven = True

    def note_person(self, user: wire.User) -> None:
        """Remember who the account says we are."""
        with self._lock:
            named = replace(self._known, login=user.login, user_name=user.name)
            self._save(replace(named, role=user.role, reason=""))

    def note_portal(self, info: wire.PortalInfo) -> None:
        """Remember marks, clock and capabilities of the portal.

        Raises:
            Environment: `portal_differs`: another portal answers at the address.
        """
        with self._lock:
            self._proven = False
            self._same(info, self._known.portal_url)
            self._clock.note(told(info.server_time))
            self._save(with_portal(self._known, info))
            self._proven = True

    def access(self) -> str:
        """Return a token for the next request, refreshed when it is about to end.

        Raises:
            Environment: `sign_in_needed`, `session_expired`, `session_revoked`, or no connection.
        """
        with self._lock:
            if self._api_token:
                return self._api_token
            if self._owed and self._clock.monotonic() >= self._owed_at:
                self._keep(self._owed)
            if self._access and self._clock.monotonic() < self._access_until:
                return self._access
            return self._renew()

    def refused(self, token: str, foreign: bool = False) -> str:
        """A request with `token` was answered 401: return a new one, or raise as `access`.

        Args:
            token: the one that was sent.
            foreign: it was not the portal that answered; a token without an end stays then.
        """
        with self._lock:
            if self._known.kind == API or self._api_token:
                if foreign:
                    raise Environment("portal_error", status=401)
                self._end("session_revoked")
                raise Environment("session_revoked")
            if token == self._access:
                self._access = ""
            return self.access()

    def sign_out(self) -> None:
        """End the session there if it can be told, and forget the tokens here."""
        with self._lock:
            token, known = self._access, self._known
            if known.kind == REFRESH and token and self._transport:
                try:
                    self.transport().ask(Call("sign_out", token=token))
                except (Refused, Environment) as error:
                    log.info("the portal was not told of the sign-out: %s", error)
            self._end("")

    def connect_anew(self) -> None:
        """Have the next request connect by the settings of then; what is under way goes on."""
        with self._lock:
            if self._transport:
                self._left.append(self._transport)
                self._transport = None

    def close(self) -> None:
        """Close the connections."""
        self.connect_anew()
        with self._lock:
            if self._owed:
                self._keep(self._owed)
            for transport in self._left:
                transport.close()
            self._left.clear()

    def _renew(self) -> str:
        known = self._known
        if not known.kind or not known.portal_url:
            raise Environment("sign_in_needed")
        secret = self._owed or self._secrets.get(_name(known.kind, known.portal_url))
        if not secret:
            self._end("sign_in_needed")
            raise Environment("sign_in_needed")
        if known.kind == API:
            self._access, self._access_until = secret, float("inf")
            return secret
        if known.instance_id and not self._proven:
            self.note_portal(_info(self.transport()))  # a stranger sees no token
            known = self._known
        try:
            session = self._exchange(secret)
        except Refused as error:
            if error.passing:
                raise as_coded(error) from error
            if error.status != 401 and error.code.startswith("http_"):
                # a proxy's refusal, not the portal's word: the token stays
                raise Environment("portal_error", status=error.status) from error
            code = error.code if error.code == "session_revoked" else "session_expired"
            self._end(code)
            raise Environment(code) from error
        self._same(session.portal, known.portal_url)
        self._keep(session.refresh_token)
        self._remember(known.portal_url, session, REFRESH)
        self._take(session)
        return self._access

    def _keep(self, secret: str) -> None:
        """Store the successor of a token, or keep it in memory until that goes."""
        self._owed = secret
        try:
            self._secrets.set(_name(REFRESH, self._known.portal_url), secret)
        except Environment as error:
            self._owed_at = self._clock.monotonic() + _AGAIN_SECONDS
            log.info("the new token could not be stored yet: %s", error.code)
        else:
            self._owed = ""

    def _exchange(self, secret: str) -> wire.Session:
        """Refresh; a lost reply is asked for once more within the grace."""
        call = Call("refresh", body=encode(wire.Refresh(refresh_token=secret)))
        transport = self.transport()
        try:
            return _session(transport.ask(call).body, transport)
        except Environment as error:
            if error.code not in PASSING:
                raise
            log.info("reply to a refresh lost, asking once more")
            return _session(transport.ask(call).body, transport)

    def _take(self, session: wire.Session) -> None:
        life = max(session.access_expires_in - _EARLY_SECONDS, 1.0)
        self._access = session.access_token
        self._access_until = self._clock.monotonic() + life

    def _same(self, info: wire.PortalInfo, address: str) -> None:
        """Refuse a portal that is not the one of this profile."""
        known = self._known
        if known.instance_id and info.instance_id != known.instance_id:
            log.info("%s is %s, not %s", address, info.instance_id, known.instance_id)
            self._proven = False
            ours = known.portal_name or known.portal_url
            theirs = f"{info.name} ({address})" if info.name else address
            raise Environment("portal_differs", ours=ours, theirs=theirs)

    def _remember(self, address: str, session: wire.Session, kind: str) -> None:
        self._proven = True
        self._clock.note(told(session.portal.server_time))
        self._save(
            replace(
                with_portal(Known(), session.portal),
                portal_url=address,
                login=session.user.login,
                user_name=session.user.name,
                role=session.user.role,
                kind=kind,
            )
        )

    def _save(self, known: Known) -> None:
        if known != self._known:
            self._settings.set(SETTING, asdict(known))
            self._known = known

    @contextmanager
    def _kept(self, transport: Transport) -> Iterator[None]:
        """Store a sign-in; its connection is used once that is done, and the old one goes."""
        old, before = self._known, self._transport
        try:
            yield
        except BaseException:
            transport.close()
            raise
        self._transport = transport
        if before is not None and before is not transport:
            before.close()
        if old.kind and old.portal_url != transport.address:
            self._secrets.delete(_name(old.kind, old.portal_url))

    def _end(self, reason: str) -> None:
        known = self._known
        self._access = self._owed = ""
        if known.portal_url:  # without a kind: a sign-in that was killed halfway has left it
            self._secrets.delete(_name(known.kind or REFRESH, known.portal_url))
        self._save(replace(known, kind="", reason=reason))


def _session(body: bytes, transport: Transport) -> wire.Session:
    try:
        found = decode(body, wire.Session)
    except Expected as error:
        raise Environment("portal_missing", portal=transport.address) from error
    told(found.portal.server_time)
    return found


def _info(transport: Transport) -> wire.PortalInfo:
    try:
        found = decode(transport.ask(Call("portal_info")).body, wire.PortalInfo)
    except (Refused, Expected) as error:
        if isinstance(error, Refused) and error.passing:
            raise as_coded(error) from error
        transport.start_anew()
        raise Environment("portal_missing", portal=transport.address) from error
    told(found.server_time)
    return found


def _name(kind: str, address: str) -> str:
    return f"{kind}:{address}"
