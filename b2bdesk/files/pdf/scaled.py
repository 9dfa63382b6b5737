"""Dataclasses to JSON and back, scaled integers as decimal strings (PROTOCOL §1, R10).

A field says by its metadata how it travels: `scaled(3)` is a quantity ("1.5"), `scaled(5)` a
price, `money()` a sum of the document's currency ("12.50"). Everything else travels as it is.
Unknown keys are ignored; a wrong or missing one is `Expected("bad_document")` with its place.
"""

import dataclasses
import datetime
import types
import typing
from collections.abc import Hashable, Mapping
from functools import lru_cache
from typing import Any, TypeVar

from b2bdesk.trade.decimals import exact_scaled, scaled_text
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.money import exponent

T = TypeVar("T")
MONEY = -1
_TOO_LARGE = 10**18  # what a form has room for, and SQLite an integer


def scaled(digits: int, key: str, default: Any = dataclasses.MISSING) -> Any:
    """Return a field of integers scaled by 10^digits that travels as `key`."""
    return dataclasses.field(metadata={"scale": digits, "key": key}, default=default)


def money(default: Any = dataclasses.MISSING) -> Any:
    """Return a field of minor units of the document's currency."""
    return dataclasses.field(metadata={"scale": MONEY}, default=default)


def to_json(value: Any, currency: str) -> dict[str, Any]:
    """Return a dataclass as plain JSON data; fields equal to their default are left out."""
    result: dict[str, Any] = {}
    for field in dataclasses.fields(value):
        item = getattr(value, field.name)
        if item != field.default:
            result[field.metadata.get("key", field.name)] = _out(item, field, currency)
    return result


def from_json(kind: type[T], data: object, currency: str, place: str = "") -> T:
    """Build a dataclass from JSON data.

    Args:
        kind: the dataclass.
        data: a mapping as parsed from JSON, not trusted.
        currency: what sums are in; decides their number of decimals.
        place: where in the document this part is, for the error.

    Raises:
        Expected: `bad_document` with `field` when something does not fit.
    """
    if not isinstance(data, Mapping):
        raise Expected("bad_document", field=place or kind.__name__)
    values: dict[str, Any] = {}
    for name, key, required, hint, scale in _plan(typing.cast(Hashable, kind)):
        if key in data:
            values[name] = _in(data[key], hint, scale, currency, f"{place}/{key}")
        elif required:
            raise Expected("bad_document", field=f"{place}/{key}")
    return kind(**values)


@lru_cache(maxsize=32)
def _plan(kind: Hashable) -> list[tuple[str, str, bool, Any, int | None]]:
    """Return (name, key, required, type, scale) of each field of a dataclass."""
    hints = typing.get_type_hints(kind)
    return [
        (
            field.name,
            field.metadata.get("key", field.name),
            field.default is dataclasses.MISSING,
            hints[field.name],
            field.metadata.get("scale"),
        )
        for field in dataclasses.fields(typing.cast(Any, kind))
    ]


def _out(item: Any, field: "dataclasses.Field[Any]", currency: str) -> Any:
    scale = field.metadata.get("scale")
    if item is None:
        return None
    if scale is not None:
        digits = exponent(currency) if scale == MONEY else scale
        return scaled_text(item, digits, digits if scale == MONEY else 0)
    if isinstance(item, datetime.date):
        return item.isoformat()
    if isinstance(item, tuple):
        return [to_json(part, currency) if _is_part(part) else part for part in item]
    return to_json(item, currency) if _is_part(item) else item


def _is_part(item: object) -> bool:
    return dataclasses.is_dataclass(item)


def _in(item: object, hint: Any, scale: int | None, currency: str, place: str) -> Any:
    """Return one JSON value as the type the field asks for."""
    kinds = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    optional = type(None) in kinds
    kind = next(k for k in kinds if k is not type(None))
    if item is None or (item == "" and optional):
        if optional:
            return None
        raise Expected("bad_document", field=place)
    if scale is not None:
        return _scaled_in(item, exponent(currency) if scale == MONEY else scale, place)
    if typing.get_origin(kind) is tuple:
        return _tuple_in(item, typing.get_args(kind)[0], currency, place)
    if dataclasses.is_dataclass(kind):
        return from_json(typing.cast("type[Any]", kind), item, currency, place)
    return _plain_in(item, kind, place)


def _tuple_in(item: object, kind: Any, currency: str, place: str) -> tuple[Any, ...]:
    if not isinstance(item, list | tuple):
        raise Expected("bad_document", field=place)
    return tuple(
        _in(part, kind, None, currency, f"{place}/{index}") for index, part in enumerate(item)
    )


def _scaled_in(item: object, digits: int, place: str) -> int:
    """Return a decimal string as a scaled integer; more decimals than that are refused."""
    if not isinstance(item, str):
        raise Expected("bad_document", field=place)
    try:
        value = exact_scaled(item, digits)
    except ValueError as error:
        raise Expected("bad_document", field=place) from error
    if abs(value) >= _TOO_LARGE:
        raise Expected("bad_document", field=place)
    return value


def _plain_in(item: object, kind: Any, place: str) -> Any:
    if kind is datetime.date:
        try:
            return datetime.date.fromisoformat(str(item))
        except ValueError as error:
            raise Expected("bad_document", field=place) from error
    if type(item) is not kind:
        raise Expected("bad_document", field=place)
    return item
