"""What every answer has in common: problems, caching, parts, compression, logs without secrets."""

from __future__ import annotations

import gzip
import hashlib
import io
import logging
import zlib
from contextlib import closing
from typing import cast

import httpx
import msgspec
import pytest
from PIL import Image
from pypdfium2 import PdfDocument
from sqlalchemy.pool import QueuePool

from b2bdesk.portal.catalog import store as catalog
from b2bdesk.portal.catalog.rows import FileRow, ItemRow
from b2bdesk.portal.http import guards
from b2bdesk.portal.http.logs import LOGGER, RedactingFormatter, redact
from b2bdesk.portal.orders import moves
from b2bdesk.portal.orders.moves import LineAnswer
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.storage.work import Storage
from b2bdesk.wire.account import Account
from b2bdesk.wire.problem import Problem
from b2bdesk.wire.routes import BASE, INSTANCE_HEADER, NONCE_HEADER
from b2bdesk.wire.session import PortalInfo, Session
from tests.portal.test_orders import good, post
from tests.support import portal, world
from tests.support.feedclient import FeedClient

BOTH_STORES = True


def test_the_portal_introduces_itself_without_a_session(url: str) -> None:
    with httpx.Client(base_url=url + BASE, trust_env=False) as client:
        answer = client.get("/portal")
    info = msgspec.json.decode(answer.content, type=PortalInfo)
    assert (info.name, info.server_time) == ("Тест", "2026-11-20T09:00:00.000Z")
    assert (info.timezone, info.utc_offset_minutes) == ("Europe/Moscow", 180)


def test_what_is_meant_for_another_portal_is_refused_before_anything_is_done(
    alfa: httpx.Client,
) -> None:
    """A test system made from a copy of the database takes our tokens, and no order of ours."""
    ours = alfa.get("/portal").json()["instance_id"]
    wanted = good()
    alfa.headers[INSTANCE_HEADER] = "another"
    refused = post(alfa, wanted)
    assert (refused.status_code, refused.json()["code"]) == (421, "portal_differs")
    assert refused.json()["detail"] == "Nothing was done."
    lookup = f"/orders/by-client-id/{wanted.client_order_id}"
    assert alfa.get(lookup).status_code == alfa.post(f"{lookup}/void").status_code == 421
    assert alfa.get("/portal").status_code == 200
    alfa.headers[INSTANCE_HEADER] = ours
    assert alfa.get(lookup).status_code == 404, "neither ordered nor void"
    assert post(alfa, wanted).status_code == 201
    del alfa.headers[INSTANCE_HEADER]
    assert alfa.get(lookup).status_code == 200, "an adapter's client need not name it"


@pytest.mark.parametrize("path", ["/portal", "/account", "/orders/none", "/feeds/prices?scope=x"])
def test_every_answer_repeats_the_nonce_of_its_request(alfa: httpx.Client, path: str) -> None:
    assert alfa.get(path, headers={NONCE_HEADER: "a1B2"}).headers[NONCE_HEADER] == "a1B2"
    assert NONCE_HEADER not in alfa.get(path).headers
    for odd in (b"a b", b"x" * 65, b"<script>", "\u00e9".encode()):
        assert NONCE_HEADER not in alfa.get(path, headers={NONCE_HEADER.encode(): odd}).headers


def test_signing_in_and_refreshing_over_the_wire(url: str) -> None:
    with httpx.Client(base_url=url + BASE, trust_env=False) as client:
        wrong = client.post("/session", json={"login": "alfa", "password": "x"})
        assert (wrong.status_code, wrong.json()["code"]) == (401, "sign_in_refused")
        body = {"login": "alfa", "password": portal.PASSWORD, "device": "ПК-2"}
        session = msgspec.json.decode(client.post("/session", json=body).content, type=Session)
        again = client.post("/session/refresh", json={"refresh_token": session.refresh_token})
        assert again.status_code == 200
        client.headers["Authorization"] = f"Bearer {again.json()['access_token']}"
        assert client.delete("/session").status_code == 204
        assert client.get("/account").json()["code"] == "session_revoked"
        for login in ("alfa", "nobody"):
            assert client.post("/session/restore", json={"login": login}).status_code == 202


def test_too_many_guesses_say_when_to_come_back(url: str) -> None:
    with httpx.Client(base_url=url + BASE, trust_env=False) as client:
        for _ in range(5):
            client.post("/session", json={"login": "beta", "password": "x"})
        answer = client.post("/session", json={"login": "beta", "password": "x"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "900")
    assert answer.json()["retry_after"] == 900.0


def test_the_account_names_the_scopes_of_each_contract(alfa: httpx.Client) -> None:
    account = msgspec.json.decode(alfa.get("/account").content, type=Account)
    assert [entity.id for entity in account.entities] == ["alfa-1", "alfa-2"]
    contract = account.entities[0].contracts[0]
    assert (contract.assortment, contract.stock_view) == ("all", "exact")
    assert [(each.id, each.vat_included, each.step) for each in contract.price_types] == [
        ("opt", False, "0.01")
    ]
    assert "submit_order" in account.rights
    assert account.seller == world.SELLER


def test_an_unchanged_answer_is_not_sent_again(alfa: httpx.Client) -> None:
    first = alfa.get("/account")
    again = alfa.get("/account", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/nothing"), ("PATCH", "/account"), ("POST", "/orders/a/b/c")]
)
def test_an_address_outside_the_table_is_not_there(
    alfa: httpx.Client, method: str, path: str
) -> None:
    answer = alfa.request(method, path)
    problem = msgspec.json.decode(answer.content, type=Problem)
    assert (answer.status_code, problem.code) == (404, "not_found")


def test_an_unreadable_message_is_a_bad_request_with_the_place(alfa: httpx.Client) -> None:
    answer = alfa.post("/quotes", content=b'{"entity_id": 5}')
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_message")
    assert answer.headers["X-Request-Id"] == answer.json()["request_id"]


def test_an_oversized_message_is_refused_while_it_arrives(
    alfa: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guards, "MAX_BODY", 1000)
    assert alfa.post("/quotes", content=b"x" * 1001).status_code == 413


@pytest.mark.expect_log("account failed")
def test_a_bug_of_ours_is_a_500_without_details(
    alfa: httpx.Client, storage: Storage, caplog: pytest.LogCaptureFixture
) -> None:
    with storage.writing() as work:
        work.connection.exec_driver_sql("UPDATE entity SET party = '{\"oops\": 1}'")
    answer = alfa.get("/account")
    assert (answer.status_code, answer.json()["code"]) == (500, "portal_error")
    assert "oops" not in answer.text
    assert answer.json()["request_id"] in caplog.text


def test_a_feed_comes_gzipped_when_asked_and_is_proven_by_its_end(
    alfa: httpx.Client, storage: Storage
) -> None:
    client = FeedClient("catalog")
    with alfa.stream("GET", "/feeds/catalog", params={"scope": "all"}) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers["Content-Encoding"] == "gzip"
    client.pull(zlib.decompress(raw, 31).splitlines(keepends=True))
    client.check()
    plain = alfa.get(
        "/feeds/catalog", params={"scope": "all"}, headers={"Accept-Encoding": "identity"}
    )
    assert "Content-Encoding" not in plain.headers
    assert plain.content == gzip.decompress(raw)
    delta = alfa.get("/feeds/catalog", params={"scope": "all", "cursor": client.cursor})
    assert [each for each in delta.content.splitlines() if b'"table"' in each] == []


def test_a_cut_reader_gives_its_connection_back(alfa: httpx.Client, storage: Storage) -> None:
    with storage.writing() as work:
        rows = [ItemRow(f"i{n}", f"Товар {n} " + "слово " * 50) for n in range(20_000)]
        catalog.put_items(SYSTEM, work, rows)
    for _ in range(3):
        with alfa.stream("GET", "/feeds/catalog", params={"scope": "all"}) as answer:
            next(answer.iter_raw(100))
    assert alfa.get("/feeds/prices", params={"scope": "opt"}).status_code == 200
    pool = cast(QueuePool, storage.engine.pool)
    asked = (alfa.get("/portal").status_code for _ in range(2000))
    assert any(status == 200 and not pool.checkedout() for status in asked)


def test_an_invoice_is_printed_once_and_then_known_by_its_digest(
    alfa: httpx.Client, storage: Storage
) -> None:
    made = post(alfa, good()).json()
    with storage.writing() as work:
        moves.answer(SYSTEM, work, made["id"], {"l-bolt": LineAnswer(100_000, "confirmed")})
        invoice = moves.invoice(SYSTEM, work, made["id"])
    before = feed(alfa, "documents")
    assert before["document", invoice.id][11:13] == ["", 0]
    answer = alfa.get(f"/documents/{invoice.id}/file")
    assert answer.headers["content-type"] == "application/pdf"
    pdf = PdfDocument(io.BytesIO(answer.content))
    with closing(pdf), closing(pdf[0]) as page, closing(page.get_textpage()) as text:
        words = text.get_text_range()
    assert "1 540,86" in words.replace("\u00a0", " ")
    sha256 = hashlib.sha256(answer.content).hexdigest()
    row = feed(alfa, "documents")["document", invoice.id]
    assert row[11:13] == [sha256, len(answer.content)]
    with storage.writing() as work:
        moves.pay(SYSTEM, work, made["id"], 100)
    assert feed(alfa, "documents")["document", invoice.id][11] == sha256
    part = alfa.get(f"/files/{sha256}", headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, answer.content[10:20])
    assert part.headers["Content-Range"] == f"bytes 10-19/{len(answer.content)}"
    tail = alfa.get(f"/files/{sha256}", headers={"Range": "bytes=-5"})
    assert tail.content == answer.content[-5:]
    far = "9" * 5_000
    assert alfa.get(f"/files/{sha256}", headers={"Range": f"bytes=-{far}"}).status_code == 206
    assert alfa.get(f"/files/{sha256}", headers={"Range": f"bytes={far}-"}).status_code == 416
    with storage.writing() as work:
        moves.set_axis(SYSTEM, work, made["id"], shipment="assembling")
    beyond = alfa.get(f"/files/{sha256}", headers={"Range": "bytes=99999999-"})
    assert beyond.status_code == 416
    changed = alfa.get(f"/files/{sha256}", headers={"Range": "bytes=0-4", "If-Range": '"other"'})
    assert (changed.status_code, changed.content) == (200, answer.content)


def feed(
    client: httpx.Client, name: str, scope: str = "alfa"
) -> dict[tuple[object, ...], list[object]]:
    reader = FeedClient(name)
    reader.pull(client.get(f"/feeds/{name}", params={"scope": scope}).content.splitlines(True))
    reader.check()
    return reader.rows


def test_an_order_in_the_feed_carries_its_whole_body(alfa: httpx.Client) -> None:
    made = post(alfa, good(comment="«кавычки»")).json()
    row = feed(alfa, "orders")["order", made["id"]]
    assert row[12] == made
    assert row[11] == 154_086


def test_a_stored_picture_comes_in_two_sizes(
    alfa: httpx.Client, storage: Storage, numbers: dict[str, int]
) -> None:

    out = io.BytesIO()
    Image.new("RGB", (900, 600), "red").save(out, "PNG")
    with storage.writing() as work:
        sha256 = storage.blobs.put(out.getvalue())
        row = FileRow(numbers["bolt"], "picture", 0, sha256, len(out.getvalue()), "image/png")
        catalog.put_parts(SYSTEM, work, "file", [row])
    for path in ("/items/bolt/picture", f"/files/{sha256}"):
        answer = alfa.get(path, params={"size": "128"})
        assert Image.open(io.BytesIO(answer.content)).size == (128, 85)
    assert alfa.get("/items/bolt/picture", params={"size": "7"}).status_code == 400
    assert alfa.get("/items/nut/picture").status_code == 404


def test_codes_are_resolved_level_by_level(alfa: httpx.Client) -> None:
    codes = ["35809A", "35809a", "35809А", "123", "б840", "4600000000015", "нет", ""]
    answer = alfa.post("/resolve", json={"contract_id": "alfa-1-c", "codes": codes}).json()
    found = [(each["code"], each["kind"], each["item_ids"]) for each in answer["items"]]
    assert found == [
        ("35809A", "typed", ["nut"]),
        ("35809a", "typed", ["lamp"]),
        ("35809А", "folded", ["lamp", "nut"]),
        ("123", "bare", ["cable"]),
        ("б840", "folded", ["bolt"]),
        ("4600000000015", "barcode", ["bolt"]),
        ("нет", "", []),
        ("", "", []),
    ]


def test_a_quote_tells_prices_and_only_the_stock_the_view_shows(
    alfa: httpx.Client, beta: httpx.Client
) -> None:
    lines = [
        {"item_id": "bolt", "quantity": "5", "unit": "778", "factor": "100"},
        {"item_id": "nut", "quantity": "120"},
        {"item_id": "cable", "quantity": "1", "unit": "006"},
        {"item_id": "pen", "quantity": "1"},
        {"item_id": "none", "quantity": "1"},
        {"item_id": "bolt", "quantity": "0"},
    ]
    asked = {"entity_id": "alfa-1", "contract_id": "alfa-1-c", "lines": lines}
    quote = alfa.post("/quotes", json=asked).json()
    bolt, nut, cable, *rest = quote["lines"]
    assert (bolt["price"], bolt["gross"], bolt["stock"], bolt["available"]) == (
        "12.00", "7320.00", "53", "5",
    )  # fmt: skip
    assert (nut["code"], nut["stock"], nut["expected"]) == ("off_multiple", "0", "2026-11-28")
    assert (cable["stock"], cable["code"]) == ("", "")
    assert [each["code"] for each in rest] == [
        "item_unavailable", "item_not_found", "quantity_range",
    ]  # fmt: skip
    theirs = {"entity_id": "beta-1", "contract_id": "beta-1-c", "lines": lines[:1]}
    rough = beta.post("/quotes", json=theirs).json()["lines"][0]
    assert (rough["stock"], rough["expected"]) == ("1", "")


SECRETS = (
    "b2a_canary-access", "b2r_canary-refresh", "b2t_canary-api", "canary-password", "7707083893",
    "40702810138250123017", "$argon2id$v=19$canary",
)  # fmt: skip


def test_logs_carry_no_secrets(alfa: httpx.Client, url: str) -> None:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(RedactingFormatter())
    LOGGER.addHandler(handler)
    level = LOGGER.level
    LOGGER.setLevel(logging.DEBUG)
    try:
        with closing(portal.sign_in(url, "beta")) as client:
            token = client.headers["Authorization"].partition(" ")[2]
            client.post("/session", json={"login": "canary-login", "password": "canary-password"})
            client.post("/session/refresh", json={"refresh_token": "b2r_canary-refresh"})
            client.get("/account", headers={"Authorization": "Bearer b2a_canary-access"})
            client.get("/feeds/orders", params={"scope": "canary-scope", "cursor": "canary-cursor"})
            post(alfa, good(comment="canary-comment 40702810138250123017"))
        texts = (
            "Bearer b2a_canary-access", "token b2r_canary-refresh, b2t_canary-api",
            "password='canary-password'", '{"password": "canary-password"}', "ИНН 7707083893",
            "р/с 40702810138250123017", "hash $argon2id$v=19$canary",
        )  # fmt: skip
        for text in texts:
            LOGGER.debug("%s", text)
            try:
                raise ValueError(text)
            except ValueError:
                LOGGER.debug("raised", exc_info=True)
    finally:
        LOGGER.removeHandler(handler)
        LOGGER.setLevel(level)
    log = out.getvalue()
    assert "submit_order 201" in log
    leaked = [secret for secret in (*SECRETS, token, "canary-") if secret in log]
    assert leaked == []


def test_what_is_no_secret_stays_readable() -> None:
    text = "order 000123, 1540.86, 2026-11-20T09:00:00, request 01a1ffd03aaa75dc93d8bb04cb07ef82"
    assert redact(text) == text


def test_a_waybill_is_printed_too(alfa: httpx.Client, storage: Storage) -> None:
    made = post(alfa, good()).json()
    with storage.writing() as work:
        taken = {"l-bolt": LineAnswer(100_000, "confirmed", {"msk": 100_000})}
        moves.answer(SYSTEM, work, made["id"], taken)
        waybill = moves.ship(SYSTEM, work, made["id"])
    answer = alfa.get(f"/documents/{waybill.id}/file")
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"] == f'inline; filename="upd-{waybill.number}.pdf"'
