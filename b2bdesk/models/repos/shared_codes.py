"""The company's own codes as the portal last said them; implements `SharedCodesPort`.

`own_code` is what the buyer uses, `own_code_known` what the portal said: what differs is what waits
to be sent, so no edit can be forgotten, wherever it was made. The mark `own_codes_moved` only saves
looking; `OwnCodes.learn` and `forget` set it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace

from sqlalchemy import Connection

from b2bdesk.domain.shared_codes import MINE, THEIRS, Clash, Meaning, Settled, gone, met
from b2bdesk.models.desk import DeskStore, set_mark
from b2bdesk.models.repos.code_desk import KEPT_CLASHES, KNOWN, CodeDesk, shared_code
from b2bdesk.models.repos.own import MOVED, note_moved
from b2bdesk.trade.fold import fold_article
from b2bdesk.usecases.ports.machine import Now
from b2bdesk.usecases.ports.sharing import Delivery, KnownCode, Moved, Outcome, WaitingCode
from b2bdesk.usecases.rows.own_codes import CodeClash, Sharing

_STATE = "own_codes_sharing"
_DIFFERS = (
    "SELECT o.code, o.item_id, o.article, o.name, o.okei, coalesce(k.rev, 0)"
    " FROM own_code o LEFT JOIN own_code_known k ON k.code_fold = o.code_fold"
    " WHERE (k.code_fold IS NULL OR k.rev = 0 OR k.item_id <> o.item_id OR k.okei <> o.okei)"
    " AND coalesce(k.refused_item, '') <> o.item_id || '/' || o.okei"
    " ORDER BY o.code_fold LIMIT ?"
)
_REMOVED = (
    "SELECT k.code, k.rev FROM own_code_known k LEFT JOIN own_code o"
    " ON o.code_fold = k.code_fold WHERE o.code_fold IS NULL AND k.rev > 0"
    " ORDER BY k.code_fold LIMIT ?"
)


class SharedCodes:
    """The repository."""

    def __init__(self, store: DeskStore, now: Now) -> None:
        """Keep in desk.db; `now` dates clashes and fetches."""
        self._store = store
        self._now = now

    def sharing(self) -> Sharing:
        """Return whose codes are shared here and how far they are known."""
        return _read(self._store.mark(_STATE))

    def share_with(self, company_id: str) -> None:
        """Share with a company from now on; what another one said is forgotten, the codes stay."""

        def work(connection: Connection) -> None:
            before = _state(connection)
            if company_id != before.company_id:
                connection.exec_driver_sql("DELETE FROM own_code_known").close()
                _save(connection, Sharing(company_id, before.wanted))
                note_moved(connection)

        self._store.write(work)

    def want(self, wanted: bool) -> None:
        """Switch sharing on or off; what is known stays, so that it goes on where it stopped."""

        def work(connection: Connection) -> None:
            _save(connection, replace(_state(connection), wanted=wanted))
            note_moved(connection)

        self._store.write(work)

    def moved(self) -> bool:
        """Say whether codes may wait to be sent."""
        return bool(self._store.mark(MOVED))

    def take(self, delivery: Delivery) -> Moved:
        """Take what the portal says, in one transaction."""
        return self._store.write(lambda connection: self._take(connection, delivery))

    def waiting(self, limit: int) -> Sequence[WaitingCode]:
        """Return codes that differ from what the portal said, without those it refused."""

        def work(connection: Connection) -> list[WaitingCode]:
            found = [
                WaitingCode(code, None, rev)
                for code, rev in connection.exec_driver_sql(_REMOVED, (limit,))
            ]
            rest = connection.exec_driver_sql(_DIFFERS, (limit - len(found),))
            found += [
                WaitingCode(row[0], Meaning(row[0], row[1], row[2], row[3], row[4]), row[5])
                for row in rest
            ]
            if not found:
                # in this very transaction, so that an edit that comes now is not missed
                set_mark(connection, MOVED, "")
            return found

        return self._store.write(work)

    def settle(self, outcomes: Sequence[Outcome]) -> Moved:
        """Take the portal's answers."""

        def work(connection: Connection) -> Moved:
            desk = CodeDesk(connection, self._now())
            desk.load([fold_article(each.sent.code) for each in outcomes])
            for each in outcomes:
                _answered(desk, each)
            return desk.write()

        return self._store.write(work)

    def revisions(self) -> Sequence[tuple[str, int]]:
        """Return key and revision of every code known to be at the portal."""
        with self._store.reading() as connection:
            query = "SELECT key, rev FROM own_code_known WHERE rev > 0"
            return [(key, rev) for key, rev in connection.exec_driver_sql(query)]

    def known(self) -> Mapping[str, KnownCode]:
        """Return by folded code what the portal said."""
        query = f"SELECT {KNOWN}, refused, refused_item FROM own_code_known"
        with self._store.reading() as connection:
            return {
                row[0]: KnownCode(shared_code(row) if row[10] else None, row[11], row[12])
                for row in connection.exec_driver_sql(query)
            }

    def clashes(self) -> Sequence[CodeClash]:
        """Return clashes nobody has looked at yet, the latest first."""
        query = (
            "SELECT id, at, code, won, mine_article, mine_name, theirs_article, theirs_name,"
            " author_name, mine_id, theirs_id FROM own_code_clash WHERE seen = 0"
            " ORDER BY id DESC LIMIT ?"
        )
        with self._store.reading() as connection:
            return [
                CodeClash(row[0], row[1], row[2], row[3], (row[4], row[5]), (row[6], row[7]),
                          row[8], row[9], row[10])
                for row in connection.exec_driver_sql(query, (KEPT_CLASHES,))
            ]  # fmt: skip

    def see(self, ids: Sequence[int]) -> None:
        """Note that clashes were looked at."""
        rows = [(each,) for each in ids]
        if rows:
            query = "UPDATE own_code_clash SET seen = 1 WHERE id = ?"
            self._store.write(lambda connection: connection.exec_driver_sql(query, rows).close())

    def _take(self, connection: Connection, delivery: Delivery) -> Moved:
        state = _state(connection)
        restored = bool(state.incarnation) and state.incarnation != delivery.incarnation
        desk = CodeDesk(connection, self._now())
        desk.load(
            None
            if delivery.full
            else [
                *(fold_article(each.meaning.code) for each in delivery.put),
                *_folds(connection, delivery.gone),
            ]
        )
        named = set()
        for each in delivery.put:
            fold = fold_article(each.meaning.code)
            named.add(fold)
            before = desk.known.get(fold)
            if before != each:
                settled = met(desk.mine.get(fold), before, each, delivery.me)
                if settled.clash and settled.clash.won == MINE and not delivery.may_write:
                    settled = Settled(settled.mine)
                desk.settle(fold, settled, each.at)
                desk.know(fold, each)
        keys = set(delivery.gone)
        for fold, known in tuple(desk.known.items()):
            if fold in named or not (delivery.full or known.key in keys):
                continue
            if not restored:
                desk.settle(fold, gone(desk.mine.get(fold), known, delivery.me))
            desk.know(fold, None)
        _save(
            connection,
            replace(
                state,
                cursor=delivery.cursor,
                generation=delivery.generation,
                incarnation=delivery.incarnation,
                pulled_at=self._now().isoformat(),
            ),
        )
        if restored:
            note_moved(connection)
        return desk.write()


def _answered(desk: CodeDesk, outcome: Outcome) -> None:
    """Take one answer; an edit made while it was on its way stays and waits on."""
    fold = fold_article(outcome.sent.code)
    if outcome.refused:
        desk.refuse(fold, outcome.sent, outcome.refused)
        return
    if outcome.replaced is not None and outcome.sent.meaning is not None:
        desk.clash(Clash(MINE, outcome.sent.meaning, outcome.replaced))
    now = outcome.now
    if outcome.sent.meaning is None and now is not None and fold not in desk.mine:
        # somebody changed what was to be removed: it stays, and that is told
        desk.settle(fold, Settled(now.meaning, Clash(THEIRS, None, now)), now.at)
    desk.know(fold, now)


def _folds(connection: Connection, keys: Sequence[str]) -> list[str]:
    found = []
    for key in keys:
        query = "SELECT code_fold FROM own_code_known WHERE key = ? AND rev > 0"
        found += list(connection.exec_driver_sql(query, (key,)).scalars())
    return found


def _state(connection: Connection) -> Sharing:
    query = "SELECT value FROM desk_mark WHERE key = ?"
    return _read(connection.exec_driver_sql(query, (_STATE,)).scalar())


def _read(text: str | None) -> Sharing:
    return Sharing(**json.loads(text)) if text else Sharing()


def _save(connection: Connection, sharing: Sharing) -> None:
    set_mark(connection, _STATE, json.dumps(asdict(sharing)))
