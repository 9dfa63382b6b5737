"""Documents: the list, and each one as a PDF on this machine (PRODUCT D5, D6).

Invoices and waybills are printed here from the portal's own JSON, so they are there without a
network; anything else is downloaded once. What was made or fetched stays in the vault. Called on
the files lane.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.changes import ChangeSet, News
from b2bdesk.usecases.order_forms import order_form_body
from b2bdesk.usecases.ports.account import AccountBook
from b2bdesk.usecases.ports.queries import DocumentQueriesPort, OrderQueriesPort
from b2bdesk.usecases.rows.carts import CartSheet
from b2bdesk.usecases.rows.orders import DocumentFilter, DocumentRow

INVOICE = "invoice"


class VaultPort(Protocol):
    """The folder of documents."""

    def path(self, kind: str, number: str, issued: date, document_id: str) -> Path:
        """Return where a document lies or would lie."""
        ...

    def download(self, document_id: str, sha256: str, path: Path) -> Path:
        """Fetch a document from the portal."""
        ...

    def keep(self, path: Path, write: Any) -> Path:
        """Let `write` fill a file beside `path`, then put it in place whole."""
        ...


class CartReader(Protocol):
    """Opened carts."""

    def open(self, cart_id: str) -> CartSheet:
        """Return a cart with its lines and totals."""
        ...


class PrinterPort(Protocol):
    """Prints documents from their JSON; implemented over files.pdf."""

    def can_print(self, kind: str) -> bool:
        """Say whether documents of a kind are printed here."""
        ...

    def print_document(self, kind: str, body: dict[str, Any], path: Path) -> None:
        """Write the PDF of a document."""
        ...

    def print_order_form(self, body: dict[str, Any], path: Path, language: str) -> None:
        """Write the order form of a draft."""
        ...


@dataclass(frozen=True, slots=True)
class DocumentPorts:
    """What documents stand on."""

    queries: DocumentQueriesPort
    orders: OrderQueriesPort
    vault: VaultPort
    printer: PrinterPort
    carts: CartReader
    book: AccountBook
    today: Callable[[], date]


class Documents:
    """Documents of the companies of the sign-in."""

    def __init__(self, ports: DocumentPorts, news: News) -> None:
        self._ports = ports
        self._news = news

    def list(self, wanted: DocumentFilter | None = None) -> tuple[DocumentRow, ...]:
        """Return documents, the latest first; `local` says which have their PDF here."""
        return tuple(
            replace(row, local=self._path(row).is_file())
            for row in self._ports.queries.list(wanted or DocumentFilter())
        )

    def pdf(self, document_id: str) -> Path:
        """Return the PDF of a document: kept, printed from its JSON, or downloaded.

        Raises:
            Expected: `document_not_found`, or the portal has no file for it.
            Environment: it must be downloaded and the portal cannot be reached.
        """
        found = self._ports.queries.body(document_id)
        if found is None:
            raise Expected("document_not_found", number=document_id)
        row, body = found
        path = self._path(row)
        if not path.is_file():
            self._make(row, body, path)
            self._news.publish(ChangeSet.of("documents", ids=(document_id,)))
        return path

    def invoice(self, order_number: str, path: Path | None = None) -> Path:
        """Return the invoice of an order as PDF, copied to `path` when one is given.

        Raises:
            Expected: `order_not_found`, `document_not_found` while there is no invoice yet.
        """
        card = self._ports.orders.find(order_number)
        if card is None:
            raise Expected("order_not_found", number=order_number)
        invoices = [row for row in card.documents if row.kind == INVOICE]
        if not invoices:
            raise Expected("document_not_found", number=order_number)
        made = self.pdf(invoices[-1].id)
        return self._copied(made, path) if path else made

    def save(self, document_ids: Sequence[str], folder: Path) -> tuple[Path, ...]:
        """Copy the PDFs of several documents into a folder; existing files get a number.

        Raises:
            Expected, Environment: as `pdf`; what was saved before stays.
        """
        saved = []
        for document_id in document_ids:
            made = self.pdf(document_id)
            saved.append(self._copied(made, _free(folder / made.name)))
        return tuple(saved)

    def order_form(self, cart_id: str, path: Path, language: str = "ru") -> Path:
        """Print the order form of a draft, marked as not sent; works offline."""
        sheet = self._ports.carts.open(cart_id)
        account = self._ports.book.load()
        if account is None:
            raise Expected("entity_unknown", text=sheet.cart.entity_id)
        body = order_form_body(sheet, account, self._ports.today())
        return self._ports.vault.keep(
            path, lambda part: self._ports.printer.print_order_form(body, part, language)
        )

    def _make(self, row: DocumentRow, body: dict[str, Any], path: Path) -> None:
        printer = self._ports.printer
        if body.get("lines") and printer.can_print(row.kind):
            self._ports.vault.keep(path, lambda part: printer.print_document(row.kind, body, part))
            return
        self._ports.vault.download(row.id, "", path)

    def _path(self, row: DocumentRow) -> Path:
        return self._ports.vault.path(row.kind, row.number, row.issued, f"{row.id}@{row.version}")

    def _copied(self, made: Path, path: Path) -> Path:
        data = made.read_bytes()
        return self._ports.vault.keep(path, lambda part: part.write_bytes(data))


def _free(path: Path) -> Path:
    """Return the path, or the same with a number when a file is there already."""
    number = 2
    free = path
    while free.exists():
        free = path.with_name(f"{path.stem} ({number}){path.suffix}")
        number += 1
    return free
