"""The decisions of the import wizard: goods chosen, quantities typed, options, all taken back.

The model says what each row means; besides, rows judged one by one are what judging the whole list
anew would make of them.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from b2bdesk.files.list_files import ListFiles
from b2bdesk.models.queries.carts import CartFacts
from b2bdesk.models.queries.resolve import ResolveQueries
from b2bdesk.models.queries.view import Views
from b2bdesk.models.repos.own import OwnCodes, Templates
from b2bdesk.usecases.bulk_entry import BulkEntry
from b2bdesk.usecases.bulk_judge import BulkPorts
from tests.support.desk import TODAY, DeskFixture, Good
from tests.support.own_codes import Reader

ITEMS = ("nut", "tape", "pin")
CODES = ("АРТ-nut", "НЕТ-1", "НЕТ-1", "АРТ-tape", "НЕТ-2", "НЕТ-1", "АРТ-nut")
LIST = "Артикул\tКол-во\n" + "".join(f"{code}\t{at + 1}\n" for at, code in enumerate(CODES))
spots = st.integers(0, len(CODES) - 1)


def wizard(desk: DeskFixture) -> BulkEntry:
    """The use case of lists over the stores of a desk."""
    assert desk.context is not None
    firm = desk.context
    active = SimpleNamespace(active=lambda: (firm.entity, firm.contract))
    reader = Reader()
    ports = BulkPorts(
        reader,
        ResolveQueries(Views(desk.store, active), lambda: TODAY),  # type: ignore[arg-type]
        CartFacts(desk.store, desk.account, lambda: TODAY),
        OwnCodes(desk.store),
        Templates(desk.store),
        lambda: firm,
        desk.clock,
        ListFiles(reader),  # type: ignore[arg-type]
    )
    return BulkEntry(ports, desk.carts)


class Wizard(RuleBasedStateMachine):
    """`rows` are item and quantity as the model has them, `codes` the dictionary."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.desk = DeskFixture(Path(self._folder.name))
        self.desk.stock_up([Good(name, stock_e3=10**9) for name in ITEMS])
        self.entry = wizard(self.desk)
        self.preview = self.entry.paste(LIST)
        self.rows: list[dict[str, Any]] = [
            {"item": code.partition("-")[2] if code.startswith("АРТ") else "", "pieces": at + 1}
            for at, code in enumerate(CODES)
        ]
        self.codes: dict[str, str] = {}
        self.before: list[tuple[Any, ...]] = []

    def teardown(self) -> None:
        """Close the stores."""
        self.desk.close()
        self._folder.cleanup()

    def _remember(self) -> None:
        now = deepcopy((self.rows, self.codes))
        self.before.append((self.preview, *now, self.entry.own_codes()))

    @rule(spot=spots, item=st.sampled_from(ITEMS), instead=st.booleans())
    def choose(self, spot: int, item: str, instead: bool) -> None:
        """Say which goods a row means (all rows of its code do), or take some instead of it."""
        self._remember()
        if instead:
            self.rows[spot]["item"] = item
        else:
            self.codes[CODES[spot]] = item
            for row, code in zip(self.rows, CODES, strict=True):
                row["item"] = item if code == CODES[spot] else row["item"]
        number = self.preview.rows[spot].row
        self.preview = self.entry.choose(self.preview, number, item, instead=instead)

    @rule(spot=spots, pieces=st.integers(0, 400))
    def correct(self, spot: int, pieces: int) -> None:
        """Type another quantity; none of it leaves the row out."""
        self._remember()
        self.rows[spot]["pieces"] = pieces
        text = str(pieces) if pieces else ""
        self.preview = self.entry.correct(self.preview, self.preview.rows[spot].row, text)

    @precondition(lambda self: self.before)
    @rule()
    def take_back(self) -> None:
        """Undo the last answer, with what it has taught."""
        taught = self.entry.own_codes()
        self.preview, self.rows, self.codes, known = self.before.pop()
        self.entry.unlearn(known, taught)

    @rule(summing=st.booleans())
    def again(self, summing: bool) -> None:
        """Judge the list with other options; answers stay, they cannot be taken back any more."""
        options = replace(self.preview.options, sum_duplicates=summing)
        self.preview = self.entry.remap(self.preview, options=options)
        self.before.clear()

    @precondition(lambda self: any(row["item"] and row["pieces"] for row in self.rows))
    @rule()
    def add(self) -> None:
        """Put the list into a cart in one step, and take that back."""
        cart = self.desk.carts.create("Список").id
        self.entry.add(self.preview, cart)
        wanted: Counter[str] = Counter()
        for row in self.rows:
            wanted[row["item"]] += row["pieces"] * 1000
        assert self.desk.carts.quantities(cart) == {k: n for k, n in wanted.items() if k and n}
        assert self.desk.carts.open(cart).totals.gross_minor == self.preview.gross_minor
        self.desk.carts.undo(cart)
        assert self.desk.carts.quantities(cart) == {}

    @invariant()
    def agree(self) -> None:
        """Rows mean what the model says, the dictionary as well; alone or as a whole, the same."""
        assert [row.item_id for row in self.preview.rows] == [row["item"] for row in self.rows]
        assert {each.code: each.item_id for each in self.entry.own_codes()} == self.codes
        whole = self.entry.remap(self.preview, options=self.preview.options)
        for shown in (self.preview, whole):
            assert sum(shown.statuses.values()) == len(CODES)
        assert list(whole.result.lines) == list(self.preview.result.lines)
        assert dict(whole.statuses) == dict(self.preview.statuses)
        assert whole.gross_minor == self.preview.gross_minor
