"""What a handler gets and gives: a `Call` with its scope, a `Reply` or a message."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from b2bdesk.portal.scope import Scope
from b2bdesk.portal.storage.work import Storage
from b2bdesk.wire.routes import Route


@dataclass(frozen=True)
class Call:
    """One request after authentication, role check and decoding.

    `body` are the bytes as received (their digest is stored with an order), `message` the decoded
    request struct or None, `address` the network address of the caller.
    """

    storage: Storage
    scope: Scope
    route: Route
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = field(default=b"", repr=False)
    message: Any = field(default=None, repr=False)
    address: str = ""


@dataclass(frozen=True)
class Reply:
    """An answer that is more than a message: bytes or a stream, with status and headers.

    `ranged` bytes may be fetched in parts; so may a `file`, whose headers bring its ETag.
    """

    body: bytes = b""
    status: int = 200
    media: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    stream: Iterator[bytes] | AsyncIterator[bytes] | None = None
    ranged: bool = False
    file: Path | None = None


Answer = Reply | msgspec.Struct | None
Handler = Callable[[Call], Answer]
