"""`b2bdesk-portal` as a supplier types it, and the server as a real process."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest

from b2bdesk.portal.__main__ import main
from b2bdesk.portal.storage.create import create_storage
from b2bdesk.wire.routes import BASE
from tests.portal.test_orders import good, post
from tests.support import portal, world


class Portal:
    """Runs commands on one database and reads what they say."""

    def __init__(
        self, db: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.db, self._capsys, self._monkeypatch = str(db), capsys, monkeypatch

    def __call__(self, *words: str, stdin: str = "") -> tuple[int, str]:
        self._monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        code = main([*words, "--db", self.db])
        return code, self._capsys.readouterr().out.strip()


@pytest.fixture
def run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Portal:
    return Portal(tmp_path / "p 100%.db", capsys, monkeypatch)


def test_from_nothing_to_a_buyer_who_can_order(run: Portal) -> None:
    assert run("init", "--name", "ООО «Поставщик»", "--inn", "7707083893")[0] == 0
    code, text = run("company", "add", "--name", "ООО «Ромашка»", "--inn", "7707083893",
                     "--kpp", "770701001", "--json")  # fmt: skip
    assert code == 0
    assert set(json.loads(text)) == {"company", "entity", "inn"}
    who = ("user", "add", "--login", "Анна", "--password-stdin", "--role")
    assert run(*who, "buyer", "--company", "7707083893", stdin="long enough\n")[0] == 0
    code, token = run("token", "add", "--user", "анна", "--days", "5")
    assert code == 0
    assert token.startswith("b2t_")
    stats = json.loads(run("stats", "--json")[1])
    assert (stats["companies"], stats["users"], stats["price_types"]) == (1, 1, 1)
    assert set(stats) == {
        "goods", "variants", "offers", "prices", "stock_rows", "price_types", "stores", "groups",
        "properties", "parked", "deleted", "companies", "users", "orders",
    }  # fmt: skip
    contract = json.loads(run("contract", "list")[1])[0]
    assert contract["price_types"] == ["base"]
    assert run("init")[0] == 0
    assert json.loads(run("stats", "--json")[1])["companies"] == 1


@pytest.mark.parametrize(
    ("words", "stdin", "code"),
    [
        (("company", "add", "--name", "x", "--inn", "123"), "", 5),
        (("company", "add", "--name", "x", "--inn", "7707083893", "--kpp", "1"), "", 5),
        (("user", "add", "--login", "a", "--password-stdin", "--role", "buyer"), "long enough", 6),
        (("user", "add", "--login", "a", "--password-stdin", "--role", "manager"), "short", 6),
        (("token", "add", "--user", "nobody"), "", 6),
        (("contract", "set", "nothing", "--number", "5"), "", 6),
    ],
)
def test_what_cannot_be_done_ends_with_its_code(
    run: Portal, words: tuple[str, ...], stdin: str, code: int
) -> None:
    run("init")
    assert run(*words, stdin=stdin)[0] == code


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("token add --user x --days 0", "--days"),
        ("contract set {contract} --credit-limit много", "много"),
        ("price-type add --id p --name P --step nothing", "--step"),
        ("stock-view add --id v --name V --place mars", "mars"),
        ("stock-view add --id v --name V --place mars --step some", "--step"),
    ],
)
def test_what_is_wrong_with_an_argument_is_told(
    run: Portal, capsys: pytest.CaptureFixture[str], words: str, told: str
) -> None:
    run("init")
    run("company", "add", "--name", "x", "--inn", "7707083893", "--kpp", "770701001")
    contract = json.loads(run("contract", "list")[1])[0]["id"]
    code = main([*words.format(contract=contract).split(), "--db", run.db])
    assert (code, told in capsys.readouterr().err) == (5, True)


def test_a_portal_that_is_not_there_is_the_machines_matter(run: Portal, tmp_path: Path) -> None:
    assert run("stats")[0] == 7
    assert list(tmp_path.iterdir()) == []


def test_bad_arguments_end_with_five(run: Portal) -> None:
    with pytest.raises(SystemExit) as left:
        run("user", "add", "--role", "king")
    assert left.value.code == 5


def test_terms_of_a_contract_can_be_changed(run: Portal) -> None:
    run("init")
    run("company", "add", "--name", "x", "--inn", "500100732259")
    contract = json.loads(run("contract", "list")[1])[0]["id"]
    assert run("price-type", "add", "--id", "net", "--name", "Без НДС", "--net")[0] == 0
    assert run("stock-view", "add", "--id", "few", "--name", "Мало", "--step", "100")[0] == 0
    changed = run("contract", "set", contract, "--price-type", "net", "--stock-view", "few",
                  "--credit-limit", "5000.50", "--deferral-days", "30")  # fmt: skip
    assert changed[0] == 0
    row = json.loads(run("contract", "list")[1])[0]
    assert (row["price_types"], row["stock_view"]) == (["net"], "few")
    assert run("contract", "set", contract, "--price-type", "unknown")[0] == 5
    assert run("contract", "set", contract, "--credit-limit", "5,5")[0] == 5
    views = {each["id"]: each for each in json.loads(run("stock-view", "list")[1])}
    assert views["few"]["steps"] == ["100"]


@contextmanager
def process(db: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The server as its own process on a free port; ends with its standard input."""
    words = [sys.executable, "-m", "b2bdesk.portal", "serve", "--db", str(db), "--port", "0"]
    started = subprocess.Popen(
        [*words, "--with-parent", *options],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert started.stdin is not None
    assert started.stdout is not None
    try:
        port = int(started.stdout.readline())
        yield f"http://127.0.0.1:{port}", started
    finally:
        started.stdin.close()
        try:
            started.wait(20)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()
        started.stdout.close()


@pytest.fixture
def served(tmp_path: Path) -> Path:
    """A database with the small world and a buyer; nobody has it open."""
    db = tmp_path / "portal.db"
    storage = create_storage(str(db), world.TestClock())
    world.build(storage)
    portal.add_user(storage, "alfa", companies=("alfa",))
    storage.close()
    return db


def test_the_server_prints_its_port_and_ends_with_its_parent(served: Path) -> None:
    with process(served) as (url, started):
        assert httpx.get(url + BASE + "/portal", trust_env=False).status_code == 200
    assert started.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to send")
@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_is_an_ordinary_end(served: Path, asked: signal.Signals) -> None:
    with process(served) as (url, started):
        assert httpx.get(url + BASE + "/portal", trust_env=False).status_code == 200
        started.send_signal(asked)
        assert started.wait(20) == 0


def test_copies_sent_to_several_processes_make_one_order(served: Path) -> None:
    with (
        process(served, "--workers", "2") as (url, _),
        closing(portal.sign_in(url, "alfa")) as client,
    ):
        wanted = good()
        answers: list[httpx.Response] = []
        gate = threading.Barrier(6)

        def send() -> None:
            gate.wait()
            answers.append(post(client, wanted))

        threads = [threading.Thread(target=send) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert {answer.status_code for answer in answers} <= {201, 409}
        made = [answer for answer in answers if answer.status_code == 201]
        assert len({answer.content for answer in made}) == 1
        fresh = [each for each in made if "Idempotency-Replayed" not in each.headers]
        assert len(fresh) == 1
        rows = client.get("/feeds/orders", params={"scope": "alfa"}).content
        assert rows.count(wanted.client_order_id.encode()) == 2  # its column and its body


def test_a_killed_server_has_the_order_it_answered_and_replays_it(served: Path) -> None:
    wanted = good()
    with process(served) as (url, started), closing(portal.sign_in(url, "alfa")) as client:
        first = post(client, wanted)
        assert first.status_code == 201
        started.kill()
    with process(served) as (url, _), closing(portal.sign_in(url, "alfa")) as client:
        again = post(client, wanted)
        assert (again.status_code, again.content) == (201, first.content)
        assert again.headers["Idempotency-Replayed"] == "true"
