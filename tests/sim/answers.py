"""What the model portal answers with, and the columns of its feeds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from b2bdesk.wire.codec import encode
from b2bdesk.wire.feeds import STEPPED

COLUMNS = {
    "catalog": ("item", ["n", "name", "rev"], 1),
    "prices": ("price", ["n", "min:e3", "price:e5", "rev"], 2),
    "stock": ("stock", ["n", "place", "qty:e3", "rev"], 2),
    "orders": ("order", ["id", "client_order_id", "number", "rev"], 1),
    "terms": ("terms", ["id", "body", "rev"], 1),
    "settlements": ("entry", ["id", "debt:e2", "rev"], 1),
    "documents": ("document", ["id", "kind", "rev"], 1),
}


@dataclass
class Answer:
    """What the portal says: status, body, seconds to wait, headers."""

    status: int
    body: bytes
    retry_after: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def problem(status: int, code: str, **more: Any) -> Answer:
    """Return a refusal as a problem document."""
    return Answer(status, encode({"status": status, "code": code, "title": code, **more}))


Form = Callable[[Sequence[tuple[Any, ...]], Sequence[str]], dict[str, Any]]


def page_by_rows(put: Sequence[tuple[Any, ...]], columns: Sequence[str]) -> dict[str, Any]:
    """Return the rows of a page as every client reads them."""
    return {"put": put}


def page_by_columns(put: Sequence[tuple[Any, ...]], columns: Sequence[str]) -> dict[str, Any]:
    """Return the rows of a page by columns, revisions and numbers as differences (0020)."""
    if not put:
        return {}
    made = [list(column) for column in zip(*put, strict=True)]
    steps = [at for at, name in enumerate(columns) if name in STEPPED]
    for at in steps:
        made[at] = [new - old for new, old in zip(made[at], [0, *made[at]], strict=False)]
    return {"columns": made, "steps": steps}
