"""Bodies of feeds as they are read: whatever order a page is written in, the rows are the same."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import msgspec
import pytest

from b2bdesk.models.rowsql import layout
from b2bdesk.sync.feedbody import Paged, read
from b2bdesk.trade.errors import Environment, Expected
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


def proven_body(pages: int) -> list[bytes]:
    """A body whose pages each prove what came before them."""
    *lines, _ = body(b"")
    lines = lines[:1]

    def so_far() -> str:
        return hashlib.sha256(b"".join(line + b"\n" for line in lines)).hexdigest()

    for n in range(pages):
        page = {"table": "terms", "put": [[f"id{n}", {"price": 100 + n}, n]], "cursor": str(n)}
        page["sha256"] = so_far()
        lines.append(json.dumps(page, separators=(",", ":")).encode())
    end = {"end": True, "more": False, "sha256": so_far(), "count": pages, "sum64": "0",
           "cursor": "x"}  # fmt: skip
    return [*lines, json.dumps(end).encode()]


def until_it_breaks(lines: list[bytes]) -> tuple[list[str], Environment]:
    """The cursors of the pages that were given away, and what was raised then."""
    given: list[Any] = []
    with pytest.raises(Environment) as broken:
        given.extend(each for each in read(lines, "terms", "c"))
    return [each.cursor for each in given if isinstance(each, Paged)], broken.value


@pytest.mark.parametrize("at", [b'"price":101', b'"id1"', b'"table"', b'"cursor":"1"', b"[["])
def test_a_spoilt_page_is_never_given_away_even_if_the_rest_is_cut(at: bytes) -> None:
    lines = proven_body(4)
    place = lines[2].index(at) + len(at) - 1
    lines[2] = lines[2][:place] + bytes([lines[2][place] ^ 1]) + lines[2][place + 1 :]
    given, error = until_it_breaks(lines[:4])
    assert given in ([], ["0"]), "and what was proven is kept"
    assert (error.code, error.params["pages_whole"]) == ("body_damaged", True)


def test_a_page_counts_when_the_next_line_has_proven_it() -> None:
    lines = proven_body(4)
    assert until_it_breaks(lines[:4])[0] == ["0", "1"]
    assert until_it_breaks([*lines[:4], lines[4][:20]])[0] == ["0", "1"], "a cut line"
    assert len(list(read(lines, "terms", "c"))) == 6


def test_without_such_proofs_a_damaged_body_counts_for_nothing() -> None:
    first, second, last = body(b'{"table":"terms","put":[["a",{},1]],"cursor":"c"}')
    _, error = until_it_breaks([first, second.replace(b"1]]", b"3]]"), last])
    assert (error.code, error.params["pages_whole"]) == ("body_damaged", False)


def test_rows_by_columns_are_a_sequence_like_any_other() -> None:
    page = b'{"table":"terms","columns":[["a","b","c"],[null,"{}",null],[1,2,3]],"cursor":"c"}'
    _, paged, _ = read(body(page), "terms", "c")
    assert isinstance(paged, Paged)
    rows = paged.batch.put
    kept = list(rows)
    assert [row[0] for row in kept] == ["a", "b", "c"]
    assert list(rows) == kept
    assert len(rows) == 3
    assert list(rows[1:]) == kept[1:]
    assert rows[-1] == kept[-1]


def test_columns_of_different_lengths_are_refused() -> None:
    page = b'{"table":"terms","columns":[["a","b"],[null],[1,2]],"cursor":"c"}'
    with pytest.raises(Expected) as refused:
        list(read(body(page), "terms", "c"))
    assert refused.value.code == "bad_message"
