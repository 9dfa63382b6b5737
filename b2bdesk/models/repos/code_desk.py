"""Codes of one transaction: as they stood, what is decided about them, and how it is written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from b2bdesk.domain.shared_codes import Clash, Meaning, Settled, Shared
from b2bdesk.usecases.ports.sharing import Moved, WaitingCode

KNOWN = "code_fold, key, code, item_id, article, name, okei, author, author_name, at, rev"
KEPT_CLASHES = 1_000
_MANY = 500


@dataclass(slots=True)
class CodeDesk:
    """Codes of one transaction: as they stood, and what is to be written."""

    connection: Connection
    now: datetime
    mine: dict[str, Meaning] = field(default_factory=dict)
    known: dict[str, Shared] = field(default_factory=dict)
    _mine: dict[str, tuple[Meaning | None, str]] = field(default_factory=dict)
    _said: dict[str, Shared | None] = field(default_factory=dict)
    _refused: dict[str, tuple[str, str]] = field(default_factory=dict)
    _clashes: list[Clash] = field(default_factory=list)

    def load(self, folds: Sequence[str] | None) -> None:
        """Read the codes of these folded forms, None = all."""
        own = "SELECT code_fold, code, item_id, article, name, okei FROM own_code"
        said = f"SELECT {KNOWN} FROM own_code_known WHERE rev > 0"
        for row in _rows(self.connection, own, "WHERE", folds):
            self.mine[row[0]] = Meaning(*row[1:])
        for row in _rows(self.connection, said, "AND", folds):
            self.known[row[0]] = shared_code(row)

    def settle(self, fold: str, settled: Settled, at: str = "") -> None:
        """Let a code mean what was decided."""
        if settled.clash is not None:
            self._clashes.append(settled.clash)
        if settled.mine == self.mine.get(fold):
            return
        self._mine[fold] = (settled.mine, at)
        if settled.mine is None:
            self.mine.pop(fold, None)
        else:
            self.mine[fold] = settled.mine

    def know(self, fold: str, shared: Shared | None) -> None:
        """Remember what the portal said."""
        self._said[fold] = shared
        if shared is None:
            self.known.pop(fold, None)
        else:
            self.known[fold] = shared

    def refuse(self, fold: str, sent: WaitingCode, reason: str) -> None:
        """Remember that the portal did not take a code."""
        meant = f"{sent.meaning.item_id}/{sent.meaning.okei}" if sent.meaning else ""
        self._refused[fold] = (reason, meant)

    def clash(self, clash: Clash) -> None:
        """Remember a clash to be told."""
        self._clashes.append(clash)

    def write(self) -> Moved:
        """Write everything; returns what changed in the dictionary."""
        put = [(fold, each, at) for fold, (each, at) in self._mine.items() if each is not None]
        gone = [fold for fold, (each, _) in self._mine.items() if each is None]
        ids = self._ids(gone) | {each.item_id for _, each, _ in put}
        _many(
            self.connection,
            "INSERT INTO own_code (code_fold, code, item_id, article, name, okei, learned_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (code_fold) DO UPDATE SET"
            " code = excluded.code, item_id = excluded.item_id, article = excluded.article,"
            " name = excluded.name, okei = excluded.okei, learned_at = excluded.learned_at",
            [
                (fold, e.code, e.item_id, e.article, e.name, e.okei, at or self.now.isoformat())
                for fold, e, at in put
            ],
        )
        _many(self.connection, "DELETE FROM own_code WHERE code_fold = ?", [(f,) for f in gone])
        self._write_known()
        self._write_clashes()
        return Moved(frozenset(ids), len(put), len(gone), len(self._clashes))

    def _ids(self, folds: Iterable[str]) -> set[str]:
        query = "SELECT code_fold, item_id FROM own_code"
        return {row[1] for row in _rows(self.connection, query, "WHERE", list(folds))}

    def _write_known(self) -> None:
        marks = ", ".join("?" * 11)
        _many(
            self.connection,
            f"INSERT OR REPLACE INTO own_code_known ({KNOWN}) VALUES ({marks})",
            [(fold, *_columns(each)) for fold, each in self._said.items() if each is not None],
        )
        gone = [(fold,) for fold, each in self._said.items() if each is None]
        _many(self.connection, "DELETE FROM own_code_known WHERE code_fold = ?", gone)
        _many(
            self.connection,
            f"INSERT INTO own_code_known ({KNOWN}, refused, refused_item)"
            " VALUES (?, '', '', '', '', '', '', '', '', '', 0, ?, ?) ON CONFLICT (code_fold)"
            " DO UPDATE SET refused = excluded.refused, refused_item = excluded.refused_item",
            [(fold, *refused) for fold, refused in self._refused.items()],
        )

    def _write_clashes(self) -> None:
        _many(
            self.connection,
            "INSERT INTO own_code_clash (at, code, won, mine_id, mine_article, mine_name,"
            " theirs_id, theirs_article, theirs_name, author_name)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [_clash_row(each, self.now) for each in self._clashes],
        )
        if self._clashes:
            self.connection.exec_driver_sql(
                "DELETE FROM own_code_clash WHERE id <= (SELECT max(id) FROM own_code_clash) - ?",
                (KEPT_CLASHES,),
            ).close()


def _rows(
    connection: Connection, query: str, joined: str, folds: Sequence[str] | None
) -> Iterable[Any]:
    if folds is None:
        yield from connection.exec_driver_sql(query)
        return
    wanted = list(dict.fromkeys(folds))
    for start in range(0, len(wanted), _MANY):
        some = tuple(wanted[start : start + _MANY])
        marks = ", ".join("?" * len(some))
        yield from connection.exec_driver_sql(f"{query} {joined} code_fold IN ({marks})", some)


def _many(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        connection.exec_driver_sql(statement, list(rows)).close()


def shared_code(row: Any) -> Shared:
    """A row of `KNOWN` as the portal said it."""
    _, key, code, item_id, article, name, okei, author, author_name, at, rev = row[:11]
    meaning = Meaning(code, item_id, article, name, okei)
    return Shared(meaning, key, author, author_name, at, rev)


def _columns(shared: Shared) -> tuple[Any, ...]:
    word = shared.meaning
    return (shared.key, word.code, word.item_id, word.article, word.name, word.okei,
            shared.author, shared.author_name, shared.at, shared.rev)  # fmt: skip


def _clash_row(clash: Clash, now: datetime) -> tuple[Any, ...]:
    theirs = clash.theirs.meaning if clash.theirs else None
    mine = clash.mine
    code = mine or theirs
    return (
        now.isoformat(),
        code.code if code else "",
        clash.won,
        mine.item_id if mine else "",
        mine.article if mine else "",
        mine.name if mine else "",
        theirs.item_id if theirs else "",
        theirs.article if theirs else "",
        theirs.name if theirs else "",
        clash.theirs.author_name if clash.theirs else "",
    )
