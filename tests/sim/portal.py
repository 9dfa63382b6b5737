"""The reference portal: plain dicts that do what PROTOCOL says, answered in wire bytes.

Everything the client must agree with is computed here in the simplest way. History of every
scope's checksum is kept so that the invariants can say which state a reader sees.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from decimal import Decimal
from functools import cache
from typing import Any

from b2bdesk.trade.lineage import ordered_twice
from b2bdesk.wire.codec import encode
from b2bdesk.wire.feeds import COLUMNS as CAPABILITY
from b2bdesk.wire.feeds import row_sum, sum64_text
from tests.sim.answers import COLUMNS, Answer, Form, page_by_columns, page_by_rows, problem
from tests.sim.files import Shelf
from tests.sim.portal_data import Data, Row, Scope, Table
from tests.sim.portal_people import MOST_SHIFTED, People

PAGE_ROWS, BODY_PAGES = 3, 3
ITEMS = 24
"""Numbers that goods have; an order for one that was deleted is refused."""
MASK = 0xFFFF_FFFF_FFFF_FFFF
hashed = cache(row_sum)


class Portal(People):
    """The model portal; `handle` answers a request in one transaction."""

    def __init__(self) -> None:
        super().__init__()
        self.data = Data()
        self.epoch = 1
        self.backups: list[Data] = []
        self.left: Data | None = None
        self.columns = self.proving = self.nonces = self.kin = False
        self.cheat = 0
        self.refuse = 0
        self.shelf = Shelf(self)
        self._bodies: dict[tuple[Any, ...], bytes] = {}

    # state -------------------------------------------------------------------------------------

    def table(self, scope: Scope) -> Table:
        """Return a scope's rows."""
        found = self.data.tables.get(scope)
        return found if found is not None else self.data.tables.setdefault(scope, Table())

    def incarnations(self) -> set[str]:
        """Return the marks it has had."""
        return {f"inc-{number}" for number in range(1, self.epoch + 1)}

    def mark(self, scope: Scope) -> str:
        """Return the generation of a scope."""
        return f"{self.epoch}.{self.table(scope).generation}"

    def put(self, scope: Scope, *rows: Row) -> None:
        """Write rows (without rev) in one transaction."""
        table = self.table(scope)
        name, columns, width = COLUMNS[scope[0]]
        assert all(len(row) == len(columns) - 1 for row in rows)
        for row in rows:
            self.data.seq += 1
            key = row[:width]
            self._forget(table, name, key)
            table.rows[key] = (*row, self.data.seq)
            table.total = (table.total + hashed(name, key, self.data.seq)) & MASK
            table.dead.pop(key, None)
        self._noted(table)

    def drop(self, scope: Scope, *keys: Row) -> None:
        """Delete rows in one transaction, leaving tombstones."""
        table = self.table(scope)
        for key in keys:
            self.data.seq += 1
            self._forget(table, COLUMNS[scope[0]][0], key)
            del table.rows[key]
            table.dead[key] = self.data.seq
        self._noted(table)

    def purge(self, scope: Scope) -> None:
        """Throw tombstones away; cursors before them are stale."""
        table = self.table(scope)
        if table.dead:
            table.purged = max(table.dead.values())
            table.dead.clear()

    def renew(self, scope: Scope) -> None:
        """Begin a new generation of a scope."""
        self.table(scope).generation += 1

    def narrow(self, scope: Scope, n: int) -> None:
        """Begin a new generation that holds less; what is left out was not deleted."""
        table, (name, _, width) = self.table(scope), COLUMNS[scope[0]]
        for key in sorted(table.rows)[n % 3 :: 3]:
            self._forget(table, name, key[:width])
            del table.rows[key]
        self.data.seq += 1
        self.renew(scope)
        self._noted(table)

    def backup(self) -> None:
        """Copy the database."""
        self.backups.append(self.data.copied())
        del self.backups[:-3]

    def restore(self, age: int) -> bool:
        """Come back from a copy; the mark beside the database notices (R7)."""
        if not self.backups:
            return False
        self._become(self.backups[-1 - age % len(self.backups)].copied())
        return True

    def ahead(self) -> bool:
        """Come back to what a restore has left behind: from another machine, a copy of later."""
        if self.left is None:
            return False
        self._become(self.left)
        return True

    def _become(self, data: Data) -> None:
        self.left, self.data = self.data, data
        self.epoch += 1
        self._bodies.clear()

    def heal(self) -> None:
        """The portal means well again."""
        self.refuse = self.cheat = 0
        self.forbidden = False
        if self.shift > MOST_SHIFTED:
            self.shift = 0.0

    def state_at(self, scope: Scope, cursor: str) -> tuple[int, int] | None:
        """Return count and sum of a scope as of a cursor; None = of a state that is gone."""
        mark, seq, _ = read_cursor(cursor)
        table = self.table(scope)
        if mark != self.mark(scope):
            return None
        return table.sums[bisect_right(table.seqs, seq) - 1]

    def _forget(self, table: Table, name: str, key: Row) -> None:
        old = table.rows.get(key)
        if old is not None:
            table.total = (table.total - hashed(name, key, old[-1])) & MASK

    def _noted(self, table: Table) -> None:
        table.seqs.append(self.data.seq)
        table.sums.append((len(table.rows), table.total))

    # answering ---------------------------------------------------------------------------------

    def handle(self, call: Any, instance: str = "") -> Answer:
        """Answer one request that is meant for a portal of this name, if it names one."""
        route = call.route
        if call.token and instance and instance != self.instance:
            return problem(421, "portal_differs")
        if route == "portal_info":
            return Answer(200, encode(self._info()))
        if route == "refresh":
            return self._refresh(json.loads(call.body)["refresh_token"])
        if route == "sign_in":
            self.revoked = False
            return Answer(200, self._session(rotate=True))
        if call.token != self.tokens["access"] or self.now >= self.access_until:
            return problem(401, "session_expired")
        if route == "sign_out":
            self.access_until, self.revoked = 0.0, True
            return Answer(204, b"")
        if route == "account":
            return Answer(200, encode(self._account()))
        if route in ("feed", "snapshot", "snapshot_file"):
            return self._of_scope(route, call)
        return self._order_route(route, call)

    def _of_scope(self, route: str, call: Any) -> Answer:
        scope = (call.values["feed"], call.query["scope"])
        if scope not in self.scopes():
            return problem(404, "not_found")
        if route == "feed":
            by_columns = self.columns and call.query.get("form") == CAPABILITY
            return self._feed(scope, call.query.get("cursor", ""), by_columns)
        if not self.shelf.offered:
            return problem(404, "not_found")
        if route == "snapshot":
            return self.shelf.manifest(scope)
        return self.shelf.file(scope, call.values["sha256"], call.headers)

    def _order_route(self, route: str, call: Any) -> Answer:
        data = self.data
        if self.forbidden and route != "order_by_client_id":
            return problem(403, "forbidden")
        if route == "submit_order":
            return self._submit(call.headers["Idempotency-Key"], call.body)
        if route == "order_command":
            return self._command(call)
        key = call.values["client_order_id"]
        if route == "void_order":
            if key in data.orders:
                return Answer(200, encode({"state": "exists", "order": data.orders[key]}))
            data.voided.add(key)
            return Answer(200, encode({"state": "voided"}))
        if key in data.orders:
            return Answer(200, encode(data.orders[key]))
        return problem(410, "order_voided") if key in data.voided else problem(404, "not_found")

    def _submit(self, key: str, body: bytes) -> Answer:
        data = self.data
        if key in data.voided:
            return problem(410, "order_voided")
        if key in data.refused:
            return Answer(422, data.refused[key])
        if key in data.orders:
            if data.raw[key] != body:
                return problem(422, "idempotency_conflict")
            return Answer(201, encode(data.orders[key]))
        asked = json.loads(body)
        reason = self._reason(asked)
        if reason:
            data.refused[key] = problem(422, reason).body
            return Answer(422, data.refused[key])
        data.orders[key] = self._placed(asked, body)
        data.raw[key] = body
        made = data.orders[key]
        self.put(("orders", "co"), (made["id"], key, made["number"]))
        return Answer(201, encode(made))

    def _reason(self, asked: dict[str, Any]) -> str:
        """Why an order is refused for good; empty when it is not."""
        if self.refuse:
            self.refuse -= 1
            return "price_changed"
        if self.bare:
            return "contract_gone"
        item = int(asked["lines"][0]["item_id"][1:]) % ITEMS
        if (item,) in self.table(("catalog", "all")).dead:
            return "item_gone"
        ours = asked["cart"], asked["beside"]
        known = self.data.orders.values()
        twice = (
            self.kin
            and ours[0]
            and any(ordered_twice(*ours, each["cart"], each["beside"]) for each in known)
        )
        return "cart_ordered" if twice else ""

    def _placed(self, asked: dict[str, Any], body: bytes) -> dict[str, Any]:
        number = len(self.data.orders) + 1
        total = asked["total"]
        if self.cheat:
            self.cheat -= 1
            total = str(Decimal(total) + Decimal("0.01"))
        names = ("client_order_id", "entity_id", "contract_id", "currency", "po_number",
                 "cart", "beside")  # fmt: skip
        return {
            **{name: asked[name] for name in names},
            "id": f"o-{asked['client_order_id']}",
            "number": f"{number:06d}",
            "created_at": self.stamp(),
            "total": total,
            "net": total,
            "vat": "0.00",
            "lines": [],
            "body_sha256": hashlib.sha256(body).hexdigest(),
        }

    def _command(self, call: Any) -> Answer:
        key, order_id = call.headers["Idempotency-Key"], call.values["order_id"]
        if key not in self.data.commands:
            made = next((o for o in self.data.orders.values() if o["id"] == order_id), None)
            if made is None:
                return problem(404, "not_found")
            made["version"] = made.get("version", 1) + 1
            self.data.commands[key] = encode(made)
        return Answer(200, self.data.commands[key])

    def _feed(self, scope: Scope, cursor: str, by_columns: bool) -> Answer:
        table = self.table(scope)
        mark = self.mark(scope)
        theirs, since, base = read_cursor(cursor)
        if cursor and (theirs != mark or max(since, base) < table.purged):
            more = {"incarnation": self.incarnation, "generation": mark}
            return problem(410, "stale", **more)
        form = (by_columns, self.proving)
        state = (self.epoch, table.generation, table.seqs[-1], table.purged, form)
        name = (scope, cursor, state)
        if name not in self._bodies:
            base = base if cursor else self.data.seq
            paged = page_by_columns if by_columns else page_by_rows
            self._bodies[name] = self._body(scope, (since, base), bool(cursor), paged)
        return Answer(200, self._bodies[name])

    def _body(self, scope: Scope, at: tuple[int, int], delta: bool, paged: Form) -> bytes:
        since, base = at  # base: what a whole load that is still being paged began with
        table = self.table(scope)
        name, columns, _ = COLUMNS[scope[0]]
        mark = self.mark(scope)
        head = {
            "feed": scope[0],
            "scope": scope[1],
            "generation": mark,
            "incarnation": self.incarnation,
            "full": not delta,
            "tables": {name: columns},
            "count": len(table.rows),
        }
        changes: list[tuple[int, Row | None, Row]] = [
            (row[-1], row, key) for key, row in table.rows.items() if row[-1] > since
        ]
        if delta:
            changes += [(seq, None, key) for key, seq in table.dead.items() if seq > since]
        changes.sort(key=lambda change: change[0])
        text = encode(head) + b"\n"
        sent = changes[: PAGE_ROWS * BODY_PAGES]
        for first in range(0, len(sent), PAGE_ROWS):
            page = sent[first : first + PAGE_ROWS]
            put = [row for _, row, _ in page if row is not None]
            gone = [key for _, row, key in page if row is None]
            cursor = f"{mark}|{page[-1][0]}|{base}"
            line = {"table": name, **paged(put, columns), "del": gone, "cursor": cursor}
            if self.proving:
                line["sha256"] = hashlib.sha256(text).hexdigest()
            text += encode(line) + b"\n"
        more = len(changes) > len(sent)
        last = sent[-1][0] if more else max(since, table.seqs[-1])
        end = {
            "end": True,
            "more": more,
            "sha256": hashlib.sha256(text).hexdigest(),
            "count": len(table.rows),
            "sum64": sum64_text(table.total),
            "cursor": f"{mark}|{last}|{base}",
        }
        return text + encode(end) + b"\n"


def read_cursor(cursor: str) -> tuple[str, int, int]:
    """Return marks, last row sent, and the state that a whole load began with."""
    mark, since, base = cursor.split("|") if cursor else ("", "0", "0")
    return mark, int(since), int(base)
