"""How the portal is reached: through which proxy, trusting which certificates.

Both are asked of the system unless something else is set here. The password of a proxy lies in the
vault of secrets, everything else in the settings; what is set takes effect with the next request.
"""

from collections.abc import Callable
from dataclasses import dataclass

from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.usecases.changes import ChangeSet, News
from b2bdesk.usecases.ports.secrets import SecretStore
from b2bdesk.usecases.ports.settings import SettingsPort

PROXY, CERTIFICATES, SECRET = "network.proxy", "network.extra_ca", "proxy"
SYSTEM, STRAIGHT = "", "none"


@dataclass(frozen=True, slots=True)
class NetworkPorts:
    """What the settings of the network stand on.

    `in_use` tells the proxy requests go through now, empty = none; `anew` has the next request
    connect anew; `trouble` says what is wrong with a file of certificates, empty = nothing.
    """

    settings: SettingsPort
    secrets: SecretStore
    in_use: Callable[[], str]
    anew: Callable[[], None]
    trouble: Callable[[str], str]


class Network:
    """Settings of the network of a profile."""

    def __init__(self, ports: NetworkPorts, news: News) -> None:
        self._ports = ports
        self._news = news

    def proxy(self) -> str:
        """Return `SYSTEM`, `STRAIGHT` or the address that was set, without its password."""
        return str(self._ports.settings.get(PROXY) or SYSTEM)

    def proxy_in_use(self) -> str:
        """Return the proxy that requests go through now, without login; empty = none."""
        return self._ports.in_use()

    def certificates(self) -> str:
        """Return the file of further certificates, empty = only those of the system."""
        return str(self._ports.settings.get(CERTIFICATES) or "")

    def set_proxy(self, typed: str) -> ChangeSet:
        """Set the proxy: `SYSTEM`, `STRAIGHT` or `[http://][login[:password]@]host[:port]`.

        Raises:
            Expected: `proxy_address` when it reads as none.
            Environment: the vault or the store refused.
        """
        address, password = (typed, "") if typed in (SYSTEM, STRAIGHT) else read_proxy(typed)
        if password:
            self._ports.secrets.set(SECRET, password)
        else:
            self._ports.secrets.delete(SECRET)
        return self._changed(PROXY, address)

    def set_certificates(self, file: str) -> ChangeSet:
        """Trust the certificates in a PEM file, too; empty = only those of the system.

        Raises:
            Environment: `certificate_file` when it cannot be read or holds none.
        """
        trouble = self._ports.trouble(file) if file else ""
        if trouble:
            raise Environment("certificate_file", file=file, reason=trouble)
        return self._changed(CERTIFICATES, file)

    def _changed(self, key: str, value: str) -> ChangeSet:
        self._ports.settings.set(key, value or None)
        self._ports.anew()
        changes = ChangeSet.of("settings", ids=(key,))
        self._news.publish(changes)
        return changes


def read_proxy(typed: str) -> tuple[str, str]:
    """Return a typed proxy as `http://[login@]host[:port]`, and its password.

    A login may hold what it likes, `DOMAIN\\login` too; the last `@` ends it.

    Raises:
        Expected: `proxy_address`.
    """
    text = typed.strip().rstrip("/")
    scheme, _, rest = text.rpartition("://")
    login, at, place = rest.rpartition("@")
    user, _, password = login.partition(":")
    host, colon, port = place.rpartition(":") if not place.endswith("]") else (place, "", "")
    host = host if colon else place
    good = (scheme or "http") == "http" and host and not set(place) & set(" /?#\\")
    if not good or (colon and not (port.isascii() and port.isdigit() and 0 < int(port) < 65_536)):
        raise Expected("proxy_address", text=place or typed)
    return f"http://{user}{at if user else ''}{place}", password


def with_password(address: str, password: str) -> str:
    """Return the address of a proxy with its password put in again; see `read_proxy`."""
    user, at, place = address.removeprefix("http://").rpartition("@")
    return f"http://{user}:{password}@{place}" if at and password else address
