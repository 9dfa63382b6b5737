"""Encoding and decoding of messages: one place for JSON, digests and decode errors.

`canonical` is the byte form that is sealed and compared (PROTOCOL R1): UTF-8, sorted keys, no
blanks. Everything else may be encoded in any key order.
"""

import hashlib
from typing import Any, TypeVar

import msgspec

from b2bdesk.trade.errors import Expected

T = TypeVar("T")

_encoder = msgspec.json.Encoder(order="deterministic")
_decoders: dict[Any, msgspec.json.Decoder[Any]] = {}


def encode(message: object) -> bytes:
    """Return the JSON bytes of a struct or of plain data."""
    return _encoder.encode(message)


def canonical(message: msgspec.Struct) -> bytes:
    """Return the canonical bytes of a message: sorted keys, decimals as strings, UTF-8."""
    return _encoder.encode(msgspec.to_builtins(message, order="sorted"))


def digest(body: bytes) -> str:
    """Return the lower-case hex SHA-256 of bytes."""
    return hashlib.sha256(body).hexdigest()


def decode(body: bytes | str, kind: type[T]) -> T:
    """Decode JSON into `kind`.

    Raises:
        Expected: `bad_message` with the place and the reason when the bytes do not fit.
    """
    decoder = _decoders.get(kind)
    if decoder is None:
        decoder = _decoders.setdefault(kind, msgspec.json.Decoder(kind))
    result: T = decode_with(decoder, body, kind.__name__)
    return result


def decode_with(decoder: msgspec.json.Decoder[T], body: bytes | str, name: str) -> T:
    """Decode JSON with a decoder of one's own; errors are those of `decode`, of message `name`."""
    try:
        return decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Expected("bad_message", reason=str(error), message=name) from error
