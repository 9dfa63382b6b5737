"""Files of goods by their place."""

from __future__ import annotations

import httpx

from b2bdesk.portal.catalog import store as catalog
from b2bdesk.portal.catalog.rows import FileRow
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.storage.facts import write_facts
from b2bdesk.portal.storage.work import Storage

PAPER = b"%PDF-1.4 a certificate"


def _ask(client: httpx.Client, item: str, kind: str, place: str = "1") -> httpx.Response:
    return client.get(f"/items/{item}/files/{kind}/{place}")


def test_a_stored_certificate_is_given_by_its_place(
    storage: Storage, numbers: dict[str, int], alfa: httpx.Client
) -> None:
    sha256 = storage.blobs.put(PAPER)
    row = FileRow(numbers["bolt"], "certificate", 2, sha256, len(PAPER), "application/pdf", "С")
    with storage.writing() as work:
        catalog.put_parts(SYSTEM, work, "file", [row])
    answer = _ask(alfa, "bolt", "certificate", "2")
    assert (answer.status_code, answer.content) == (200, PAPER)
    assert answer.headers["content-type"] == "application/pdf"
    for item, kind, place in (
        ("bolt", "certificate", "1"), ("bolt", "passport", "2"), ("nut", "certificate", "2"),
        ("bolt", "certificate", "two"), ("bolt", "certificate", "-2"),
    ):  # fmt: skip
        assert _ask(alfa, item, kind, place).status_code == 404


def test_a_certificate_of_what_one_may_not_see_is_not_there(
    storage: Storage, numbers: dict[str, int], alfa: httpx.Client, beta: httpx.Client
) -> None:
    sha256 = storage.blobs.put(PAPER)
    row = FileRow(numbers["lamp"], "certificate", 1, sha256, len(PAPER), "application/pdf")
    with storage.writing() as work:
        catalog.put_parts(SYSTEM, work, "file", [row])
    assert _ask(alfa, "lamp", "certificate").status_code == 200
    assert _ask(beta, "lamp", "certificate").status_code == 404


def test_the_demo_draws_views_and_prints_papers_the_same_each_time(
    storage: Storage, numbers: dict[str, int], alfa: httpx.Client
) -> None:
    n = numbers["bolt"]
    rows = [FileRow(n, "picture", place, media="image/png") for place in (1, 2, 3)]
    rows.append(FileRow(n, "certificate", 1, media="application/pdf", title="Сертификат"))
    with storage.writing() as work:
        write_facts(work.connection, {"demo": "1"})
        catalog.put_parts(SYSTEM, work, "file", rows)
    views = [_ask(alfa, "bolt", "picture", str(place)).content for place in (1, 2)]
    assert views[0] != views[1]
    paper = _ask(alfa, "bolt", "certificate").content
    assert paper.startswith(b"%PDF-")
    assert paper == _ask(alfa, "bolt", "certificate").content
