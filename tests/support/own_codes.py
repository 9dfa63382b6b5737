"""The buyer's dictionary over a test desk; files are read in this process."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace

from b2bdesk.files.code_table import CodeTables
from b2bdesk.files.excel_import.reader import ReadOptions, read_book
from b2bdesk.models.queries.resolve import ResolveQueries
from b2bdesk.models.queries.view import Views
from b2bdesk.models.repos.own import OwnCodes
from b2bdesk.trade.tablerows import RawBook
from b2bdesk.usecases.own_codes import OwnCodePorts, OwnDictionary
from b2bdesk.usecases.ports.lists import OwnCode
from b2bdesk.usecases.rows.own_codes import Standing
from tests.support.desk import TODAY, DeskFixture


class Reader:
    """Reads without a child."""

    def start(self) -> None:
        return

    def cancel(self) -> None:
        return

    def read(
        self,
        path: Path,
        encoding: str | None = None,
        delimiter: str | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> RawBook:
        return read_book(path, ReadOptions(encoding, delimiter))


def resolver(desk: DeskFixture) -> ResolveQueries:
    """What resolves typed codes on this desk."""
    active = SimpleNamespace(active=lambda: (desk.context.entity, desk.context.contract))  # type: ignore[union-attr]
    return ResolveQueries(Views(desk.store, active), lambda: TODAY)  # type: ignore[arg-type]


def dictionary(
    desk: DeskFixture,
    standing: Callable[[Sequence[OwnCode]], Mapping[str, Standing]] = lambda _codes: {},
) -> OwnDictionary:
    """The use case of own codes on this desk; `standing` says how they stand to the company's."""
    ports = OwnCodePorts(
        OwnCodes(desk.store), resolver(desk), Reader(), CodeTables(), desk.clock, standing
    )
    return OwnDictionary(ports, desk.news)
