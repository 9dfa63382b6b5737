"""What the buyer taught the program: own codes, mappings of list layouts, notes.

Implement `OwnCodesPort`, `TemplatesPort` and `NotesPort`. Codes are found folded (PROTOCOL R9a),
so that the same code in other spelling is the same entry; `queries.resolve` joins them with the
cache.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from b2bdesk.models.desk import DeskStore, set_mark
from b2bdesk.trade.fold import fold_article
from b2bdesk.usecases.ports.lists import OwnCode

MOVED = "own_codes_moved"
"""The mark that says that codes may wait to be shared."""


def note_moved(connection: Connection) -> None:
    """Say, in the transaction of a change, that codes wait to be shared."""
    set_mark(connection, MOVED, "1")


class OwnCodes:
    """The repository of own codes; every change of them goes through it and is shared."""

    def __init__(self, store: DeskStore) -> None:
        self._store = store

    def learn(self, codes: Sequence[OwnCode], at: datetime) -> None:
        """Keep codes; a known one means the new item from now on."""
        rows = [
            (fold, each.code.strip(), each.item_id, each.article, each.name, each.okei, stamp)
            for each in codes
            if (fold := fold_article(each.code)) and (stamp := at.isoformat())
        ]

        def work(connection: Connection) -> None:
            connection.exec_driver_sql(
                "INSERT INTO own_code (code_fold, code, item_id, article, name, okei,"
                " learned_at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (code_fold) DO UPDATE"
                " SET code = excluded.code, item_id = excluded.item_id,"
                " article = excluded.article, name = excluded.name, okei = excluded.okei,"
                " learned_at = excluded.learned_at",
                rows,
            ).close()
            note_moved(connection)

        if rows:
            self._store.write(work)

    def forget(self, *codes: str) -> None:
        """Remove codes; unknown ones are fine."""
        folds = [(fold_article(code),) for code in codes]

        def work(connection: Connection) -> None:
            connection.exec_driver_sql("DELETE FROM own_code WHERE code_fold = ?", folds).close()
            note_moved(connection)

        if folds:
            self._store.write(work)

    def list(self) -> tuple[OwnCode, ...]:
        """Return all codes in alphabetical order."""
        query = (
            "SELECT code, item_id, article, name, okei, learned_at FROM own_code ORDER BY code_fold"
        )
        with self._store.reading() as connection:
            return tuple(
                OwnCode(code, item_id, article, name, okei, datetime.fromisoformat(at))
                for code, item_id, article, name, okei, at in connection.exec_driver_sql(query)
            )


class Templates:
    """The repository of list mappings."""

    def __init__(self, store: DeskStore) -> None:
        self._store = store

    def find(self, fingerprint: str) -> Mapping[str, Any] | None:
        """Return the mapping remembered for a heading."""
        return self._one("fingerprint = ?", fingerprint)

    def named(self, name: str) -> Mapping[str, Any] | None:
        """Return the mapping of a name."""
        return self._one("name = ?", name)

    def save(self, fingerprint: str, name: str, layout: Mapping[str, Any], at: datetime) -> None:
        """Remember a mapping under its heading; one without a heading needs a name."""
        key = fingerprint or f"name:{name}"
        text = json.dumps(dict(layout), ensure_ascii=False, sort_keys=True)
        self._store.write(
            lambda connection: connection.exec_driver_sql(
                "INSERT INTO import_template (fingerprint, name, layout, used_at)"
                " VALUES (?, ?, ?, ?) ON CONFLICT (fingerprint) DO UPDATE SET"
                " name = CASE WHEN excluded.name = '' THEN name ELSE excluded.name END,"
                " layout = excluded.layout, used_at = excluded.used_at",
                (key, name, text, at.isoformat()),
            ).close()
        )

    def names(self) -> tuple[str, ...]:
        """Return the names given to mappings."""
        query = "SELECT DISTINCT name FROM import_template WHERE name <> '' ORDER BY name"
        with self._store.reading() as connection:
            return tuple(connection.exec_driver_sql(query).scalars())

    def _one(self, where: str, value: str) -> Mapping[str, Any] | None:
        query = f"SELECT layout FROM import_template WHERE {where} ORDER BY used_at DESC LIMIT 1"
        with self._store.reading() as connection:
            found = connection.exec_driver_sql(query, (value,)).scalar()
        return json.loads(found) if found else None


class Notes:
    """The repository of own notes; implements `NotesPort`."""

    def __init__(self, store: DeskStore) -> None:
        self._store = store

    def of(self, subject: str) -> Mapping[str, str]:
        """Return all notes on one kind of subject by id."""
        query = "SELECT subject_id, text FROM note WHERE subject = ?"
        with self._store.reading() as connection:
            return {row[0]: row[1] for row in connection.exec_driver_sql(query, (subject,))}

    def put(self, subject: str, subject_id: str, text: str, at: datetime) -> None:
        """Keep a note; an empty one is removed."""
        if not text:
            self._store.write(
                lambda connection: connection.exec_driver_sql(
                    "DELETE FROM note WHERE subject = ? AND subject_id = ?", (subject, subject_id)
                ).close()
            )
            return
        self._store.write(
            lambda connection: connection.exec_driver_sql(
                "INSERT INTO note (subject, subject_id, text, at) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (subject, subject_id)"
                " DO UPDATE SET text = excluded.text, at = excluded.at",
                (subject, subject_id, text, at.isoformat()),
            ).close()
        )
