"""`.b2bdesk` files and `b2bdesk://` links: the address of a portal, as a supplier hands it out.

A file is JSON, `{"portal": "https://…", "login": "…"}`, or nothing but the address; a link is
`b2bdesk://connect?portal=https://…&login=…`. Neither carries a password, and nothing is signed in
to by itself: the form is filled in, the person sees the address.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from b2bdesk.trade.errors import Expected

SUFFIX, SCHEME = ".b2bdesk", "b2bdesk"
MAX_BYTES, MAX_TEXT = 64 * 1024, 500
_SCHEMES = ("https", "http")


@dataclass(frozen=True, slots=True)
class Connection:
    """The address of a portal and, when told, the login."""

    portal: str
    login: str = ""


def names_connection(target: str) -> bool:
    """Say whether a target is such a file or link."""
    return target.casefold().endswith(SUFFIX) or target.casefold().startswith(f"{SCHEME}://")


def read_connection(target: str) -> Connection:
    """Read a file or link.

    Raises:
        Expected: `connection_unreadable` with the name of what does not read.
    """
    name = target if "://" in target else Path(target).name
    try:
        found = _of_link(target) if "://" in target else _of_file(Path(target))
        address = urlsplit(found.portal)
        sound = address.scheme in _SCHEMES and bool(address.hostname) and not address.password
    except (OSError, LookupError, TypeError, ValueError, RecursionError) as error:
        raise Expected("connection_unreadable", text=name[:MAX_TEXT]) from error
    if not sound or len(found.portal) > MAX_TEXT or len(found.login) > MAX_TEXT:
        raise Expected("connection_unreadable", text=name[:MAX_TEXT])
    return found


def _of_file(path: Path) -> Connection:
    with path.open("rb") as stream:
        raw = stream.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise ValueError("too big")
    text = raw.decode("utf-8-sig").strip()
    if not text.startswith("{"):
        return Connection(text)
    found = json.loads(text)
    portal, login = found["portal"], found.get("login", "")
    if not isinstance(portal, str) or not isinstance(login, str):
        raise TypeError("not texts")
    return Connection(portal.strip(), login.strip())


def _of_link(link: str) -> Connection:
    words = parse_qs(urlsplit(link).query)
    return Connection(words["portal"][0].strip(), words.get("login", [""])[0].strip())
