"""Which way a request goes: straight, or through the proxy of the computer or of the settings.

The system's proxies are those of the environment, on Windows of the registry, on macOS of its
network settings, with their exceptions (`urllib.request`). Scripts that choose a proxy (PAC) are
not read: then the address is typed into the settings. This computer is never asked for that way.
"""

import ipaddress
from urllib.parse import quote, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

SYSTEM, NONE = "", "none"
"""Values of the setting `network.proxy`; anything else is an address."""


def proxy_for(address: str, wanted: str) -> str:
    """Return the address of the proxy to reach a portal by, empty = straight.

    Args:
        address: of the portal.
        wanted: `SYSTEM`, `NONE` or an address such as `http://login:password@proxy:3128`.
    """
    parts = urlsplit(address)
    host = parts.hostname or ""
    if wanted == NONE or is_loopback(host):
        return ""
    if wanted:
        return _with_scheme(wanted)
    if proxy_bypass(host):
        return ""
    found = getproxies()
    return _with_scheme(found.get(parts.scheme) or found.get("all") or "")


def shown(proxy: str) -> str:
    """Return the address of a proxy without login and password."""
    return proxy.rpartition("@")[2].rpartition("://")[2]


def quoted(proxy: str) -> str:
    """Return the address of a proxy whose login may hold any character, as a URL."""
    scheme, _, rest = proxy.partition("://")
    login, at, place = rest.rpartition("@")
    user, colon, password = login.partition(":")
    # what came quoted out of the environment is quoted once
    plain = [quote(unquote(each), safe="") for each in (user, password)]
    return f"{scheme}://{plain[0]}{colon}{plain[1]}{at}{place}"


def is_loopback(host: str) -> bool:
    """Say whether a host name or address means this computer."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _with_scheme(proxy: str) -> str:
    return f"http://{proxy}" if proxy and "://" not in proxy else proxy
