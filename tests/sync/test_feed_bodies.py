"""Bodies of feeds as they are read: whatever order a page is written in, the rows are the same."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import msgspec
import pytest

from b2bdesk.models.rowsql import layout
from b2bdesk.sync.feedbody import Paged, read
from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.ports.cache import Head

COLUMNS = ["id", "body", "rev"]
ROWS: list[list[Any]] = [
    ["a", {"lines": [1, {"x": "ё\\n\u2028"}], "z": None}, 1],
    ["b", '{"as": "text"}', 2], ["c", "no json {", 3], ["d", None, 4], ["e", [], 5],
    ["f", 17, 6], ["g", "", 7],
]  # fmt: skip


def body(page: bytes) -> list[bytes]:
    """A whole body with one page."""
    head = {"feed": "terms", "scope": "c", "generation": "g", "incarnation": "i", "full": True,
            "tables": {"terms": COLUMNS}}  # fmt: skip
    lines = [json.dumps(head).encode(), page]
    proof = hashlib.sha256(b"".join(line + b"\n" for line in lines)).hexdigest()
    end = {"end": True, "more": False, "sha256": proof, "count": 1, "sum64": "0", "cursor": "x"}
    return [*lines, json.dumps(end).encode()]


def texts(page: dict[str, Any], **how: Any) -> list[Any]:
    """The bodies of the rows as the cache gets them."""
    head, paged, _ = read(body(json.dumps(page, **how).encode()), "terms", "c")
    assert isinstance(head, Head)
    assert isinstance(paged, Paged)
    shape = layout(head, "terms")
    assert shape is not None
    return [row[1] for row in shape.rows(paged.batch.put)]


def meant(found: list[Any]) -> list[Any]:
    return [text if text is None else json.loads(text) for text in found]


@pytest.mark.parametrize("how", [{}, {"separators": (",", ":")}, {"indent": None}])
def test_json_in_rows_is_kept_whatever_the_page_looks_like(how: dict[str, Any]) -> None:
    expected = [row[1] for row in ROWS]
    expected[1] = {"as": "text"}
    quick = {"table": "terms", "put": ROWS, "del": [["z"]], "cursor": "c"}
    slow = {"cursor": "c", "del": [["z"]], "put": ROWS, "table": "terms"}
    assert meant(texts(quick, **how)) == expected
    assert meant(texts(slow, **how)) == expected


def test_json_is_not_taken_apart_on_its_way() -> None:
    page = b'{"table":"terms","put":[["a",{"b":  1,"a":2.50},1]],"cursor":"c"}'
    _, paged, _ = read(body(page), "terms", "c")
    assert isinstance(paged, Paged)
    assert isinstance(paged.batch.put[0][1], msgspec.Raw)
    assert bytes(paged.batch.put[0][1]) == b'{"b":  1,"a":2.50}'


def test_a_page_by_columns_holds_the_same_rows() -> None:
    page = {
        "table": "terms",
        "columns": [["a", "b"], [{"x": 1}, "{}"], [7, -2]],
        "steps": [2],
        "cursor": "c",
    }
    head, paged, _ = read(body(json.dumps(page, separators=(",", ":")).encode()), "terms", "c")
    assert isinstance(head, Head)
    assert isinstance(paged, Paged)
    shape = layout(head, "terms")
    assert shape is not None
    assert list(shape.rows(paged.batch.put)) == [("a", '{"x":1}', 7), ("b", "{}", 5)]


@pytest.mark.parametrize(
    "odd",
    [
        {"columns": [["a"], [{}], [1, 2]]}, {"columns": [["a"], [{}], ["1"]], "steps": [0, 2, 9]},
        {"columns": [["a", "b"], [{}, {}], [1, None]], "steps": [2]}, {"columns": [["a"]]},
        {"columns": 5}, {"columns": [[1], [2], [3], [4]]}, {"columns": [["a"], [{}], [1]],
                                                            "steps": "x"},
    ],
)  # fmt: skip
def test_columns_that_make_no_rows_are_a_bad_message(odd: dict[str, Any]) -> None:
    page = json.dumps({"table": "terms", **odd}, separators=(",", ":")).encode()
    with pytest.raises(Expected) as refused:
        list(read(body(page), "terms", "c"))
    assert refused.value.code == "bad_message"


@pytest.mark.parametrize("row", [["a", {}], ["a", {}, 1, 2], ["a", "x"], "a", None])
def test_a_row_of_another_length_is_a_bad_message(row: Any) -> None:
    page = json.dumps({"table": "terms", "put": [row]}, separators=(",", ":")).encode()
    with pytest.raises(Expected) as refused:
        list(read(body(page), "terms", "c"))
    assert refused.value.code == "bad_message"
