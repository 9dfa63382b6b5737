"""The portal under many at once: orders and feed pages a second, and what listeners cost it.

SQLite is the limit of PostgreSQL's rows in the same run. PostgreSQL is measured where its server
programs are installed; the throwaway server does not wait for the disk (`fsync=off`), SQLite does.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from b2bdesk.portal.accounts.rows import UserRow
from b2bdesk.portal.accounts.store import put_user
from b2bdesk.portal.pricing import store as pricing
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.sessions.rules import issue_api_token
from b2bdesk.portal.storage.create import create_storage
from b2bdesk.portal.storage.work import Storage
from b2bdesk.trade.ids import uuid7
from b2bdesk.wire.codec import canonical
from b2bdesk.wire.orders import NewLine, NewOrder
from b2bdesk.wire.routes import BASE
from bench import portal_sums
from bench.measure import Row
from bench.stage import Stage
from tests.support import postgres, world

CLIENTS, ORDERS, PULLS, LISTENERS, IDLE_SECONDS = 8, 240, 240, 1_000, 20.0
EARS = 12


@dataclass(frozen=True)
class Served:
    """A portal process: where it answers, with which tokens, and its number."""

    url: str
    tokens: list[str]
    pid: int


def rows(stage: Stage) -> list[Row]:
    """Measure both stores; `stage` gives nothing but the moment."""
    del stage
    found: list[Row] = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="b2bdesk-portal-")))
        found += portal_sums.rows(folder)
        small = _measured(folder, str(folder / "portal.db"))
        large = None
        if not postgres.missing():
            server = stack.enter_context(postgres.running())
            large = _measured(folder, server.database())
    for name, unit in (("orders", "ms"), ("feed_pages", "ms")):
        found.append(Row(f"portal.{name}.sqlite", small[name], unit, note=_rate(small[name])))
        if large:
            note = _rate(large[name])
            found.append(
                Row(f"portal.{name}.postgresql", large[name], unit, small[name], note=note)
            )
    for name, unit, goal in (
        ("listener_cpu", "ms/s per 1,000", 50.0),
        # the threads are those of the pool that lets them in, however many listen
        ("listener_threads", "threads", 40.0),
        ("listener_memory", "KiB each", 100.0),
        ("nudge", "ms to the last of 1,000", None),
    ):
        found.append(Row(f"portal.{name}", small[name], unit, goal=goal))
    return found


def _rate(milliseconds: float) -> str:
    return f"{1_000 / milliseconds:.0f} a second with {CLIENTS} clients"


def _measured(folder: Path, target: str) -> dict[str, float]:
    os.environ["B2BDESK_PORTAL_STATE"] = str(folder)
    storage = create_storage(target)
    world.build(storage)
    tokens = _tokens(storage)
    with _process(target, folder) as (url, pid):
        served = Served(url, tokens, pid)
        found = {
            "orders": _spread(served, _order, ORDERS),
            "feed_pages": _spread(served, _pull, PULLS),
        }
        if storage.engine.dialect.name == "sqlite":
            found |= asyncio.run(_listeners(served, storage))
    storage.close()
    return found


def _tokens(storage: Storage) -> list[str]:
    """Tokens of so many buyers that each listens a dozen times at most."""
    tokens = []
    with storage.writing() as work:
        for number in range(LISTENERS // EARS + 1):
            name = f"bench{number}"
            user = UserRow(f"u-{name}", name, name, "buyer", frozenset({"alfa"}), "")
            put_user(SYSTEM, work, user)
            tokens.append(issue_api_token(SYSTEM, work, user, 1))
    return tokens


@contextmanager
def _process(target: str, folder: Path) -> Iterator[tuple[str, int]]:
    command = [sys.executable, "-m", "b2bdesk.portal", "serve", "--port", "0", "--with-parent"]
    environ = {**os.environ, "B2BDESK_PORTAL_DB": target}
    with (folder / "portal.log").open("w") as log, subprocess.Popen(
        command, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdin is not None
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}", process.pid
        finally:
            process.stdin.close()


def _order(client: httpx.Client) -> None:
    line = NewLine(
        line_id="l1", item_id="bolt", quantity="100", unit="796", factor="1", price="12.63"
    )
    key = uuid7()
    order = NewOrder(
        client_order_id=key, entity_id="alfa-1", contract_id="alfa-1-c", currency="RUB",
        lines=[line], total="1540.86",
    )  # fmt: skip
    answer = client.post("/orders", content=canonical(order), headers={"Idempotency-Key": key})
    assert answer.status_code == 201, answer.text


def _pull(client: httpx.Client) -> None:
    answer = client.get("/feeds/prices", params={"scope": "opt"})
    assert answer.status_code == 200
    assert json.loads(answer.content.splitlines()[-1])["end"] is True


_ASKED: tuple[tuple[str, Callable[[httpx.Client], None], int], ...] = (
    ("orders", _order, ORDERS),
    ("feed_pages", _pull, PULLS),
)


def _spread(served: Served, act: Callable[[httpx.Client], None], count: int) -> float:
    """Milliseconds of one request when `CLIENTS` send `count` of them as quickly as they can."""
    headers = {"Authorization": f"Bearer {served.tokens[0]}"}
    local = threading.local()

    def one(_: int) -> None:
        if not hasattr(local, "client"):
            local.client = httpx.Client(
                base_url=served.url + BASE, headers=headers, trust_env=False, timeout=60
            )
        act(local.client)

    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(one, range(CLIENTS * 2)))
        begun = time.perf_counter()
        list(pool.map(one, range(count)))
        return (time.perf_counter() - begun) * 1_000 / count


async def _listeners(served: Served, storage: Storage) -> dict[str, float]:
    """What a thousand idle listeners cost, and how long a nudge needs to the last of them."""
    parts = urlsplit(served.url)
    line = f"GET {BASE}/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
    before = _state(served.pid)
    ears = []
    for number in range(LISTENERS):
        ask = f"{line}{served.tokens[number // EARS]}\r\n\r\n".encode()
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        writer.write(ask)
        ears.append((reader, writer))
    for reader, _ in ears:
        await reader.readuntil(b"event: ready")
    busy = _state(served.pid)
    await asyncio.wait([asyncio.ensure_future(asyncio.Event().wait())], timeout=IDLE_SECONDS)
    after = _state(served.pid)
    begun = time.perf_counter()
    with storage.writing() as work:
        pricing.put_prices(SYSTEM, work, [("opt", 1, 0, 1_000)])
    for reader, _ in ears:
        await reader.readuntil(b"event: moved")
    last = (time.perf_counter() - begun) * 1_000
    for _, writer in ears:
        writer.close()
    cpu = (after.cpu_ms - busy.cpu_ms) / IDLE_SECONDS
    return {
        "listener_cpu": cpu,
        "listener_threads": float(after.threads - before.threads),
        "listener_memory": (after.memory_kib - before.memory_kib) / LISTENERS,
        "nudge": last,
    }


@dataclass(frozen=True)
class _State:
    cpu_ms: float
    threads: int
    memory_kib: int


def _state(pid: int) -> _State:
    """CPU time, threads and memory of a process, as Linux tells them."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    ticks = os.sysconf("SC_CLK_TCK")
    status = dict(
        line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines()
    )
    memory = int(status["VmRSS"].split()[0])
    return _State((int(fields[11]) + int(fields[12])) * 1_000 / ticks, int(fields[17]), memory)
