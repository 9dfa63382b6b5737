"""The watched folder: each list laid into it becomes a cart, or an order (CLI `watch`).

A list that was read moves to `done`, one that cannot be used to `failed`; a report lies beside it.
An order is sealed only when no row waits for the buyer, every sheet that asks for goods was read
and no rule forbids it; otherwise the cart stays a draft and the result says why. A list that was
added before the program died in the middle is recognised by its content and only moved. Called by
the command line on the files lane.
"""

import logging
from pathlib import Path
from typing import Any

from b2bdesk.trade.errors import CodedError, Expected
from b2bdesk.usecases.bulk_entry import BulkEntry
from b2bdesk.usecases.carts import Carts
from b2bdesk.usecases.checkout import default_checkout
from b2bdesk.usecases.ports.context import AccountPort
from b2bdesk.usecases.ports.watch import DropFolder
from b2bdesk.usecases.rows.bulk import ListPreview
from b2bdesk.usecases.rows.carts import CartRow, Checkout
from b2bdesk.usecases.rows.watch import Dropped, WatchOptions
from b2bdesk.usecases.settings import Settings
from b2bdesk.usecases.submit import Submit

log = logging.getLogger(__name__)
DONE, FAILED = "done", "failed"
REPORT = ".report.xlsx"
NOTE = ".error.txt"
REMEMBERED = "watch.added"
_KEPT = 500


class Watch:
    """Rounds over a watched folder."""

    def __init__(
        self,
        folder: DropFolder,
        bulk: BulkEntry,
        carts: Carts,
        submit: Submit,
        account: AccountPort,
        settings: Settings,
    ) -> None:
        self._folder = folder
        self._bulk = bulk
        self._carts = carts
        self._submit = submit
        self._account = account
        self._settings = settings

    def round(self, folder: Path, wanted: WatchOptions) -> tuple[Dropped, ...]:
        """Look at the folder once and take every whole list.

        Raises:
            Environment: the folder cannot be used, the reading child does not start …; lists not
                taken yet stay where they are.
        """
        waiting = self._folder.waiting(folder)
        whole = self._folder.settled(waiting, wanted.settle_seconds) if waiting else []
        return tuple(self._take(path, wanted) for path in whole)

    def note(self, one: Dropped, text: str) -> Path:
        """Lay a short text beside a list that could not be read."""
        path = self._folder.beside(one.moved, NOTE)
        self._folder.write_note(path, text)
        return path

    def _take(self, path: Path, wanted: WatchOptions) -> Dropped:
        digest = self._folder.digest(path)
        known = self._known().get(digest)
        if known is not None:
            log.info("a list was added already and is only moved: %s", known)
            moved = self._folder.move(path, DONE)
            self._forget(digest)
            code = "list_added_before" if wanted.send else ""
            return Dropped(
                path.name, moved, cart_id=known[0], cart_name=known[1], code=code,
                params={"cart": known[1]} if code else {},
            )  # fmt: skip
        try:
            preview = self._bulk.open(path, "", wanted.mapping, wanted.bulk)
        except Expected as error:
            return Dropped(
                path.name,
                self._folder.move(path, FAILED),
                code=error.code,
                params=dict(error.params),
            )
        if not preview.lines:
            moved = self._folder.move(path, FAILED)
            return Dropped(path.name, moved, self._report(moved, preview), preview, code="no_lines")
        cart = self._cart(wanted.cart or path.stem)
        self._bulk.add(preview, cart.id)
        self._remember(digest, cart)
        moved = self._folder.move(path, DONE)
        report = self._report(moved, preview)
        self._forget(digest)
        command, code, params = self._send(cart, preview, wanted)
        return Dropped(path.name, moved, report, preview, cart.id, cart.name, command, code, params)

    def _cart(self, name: str) -> CartRow:
        """The draft of that name, made when there is none."""
        for cart in self._carts.list():
            if cart.state == "draft" and cart.name.casefold() == name.casefold():
                return cart
        return self._carts.create(name)

    def _report(self, moved: Path, preview: ListPreview) -> Path:
        return self._bulk.report(preview, self._folder.beside(moved, REPORT))

    def _send(
        self, cart: CartRow, preview: ListPreview, wanted: WatchOptions
    ) -> tuple[str, str, dict[str, Any]]:
        """Seal the cart if that was asked for; else, or when it must not be, say why."""
        if not wanted.send:
            return "", "", {}
        if preview.needs_attention:
            return "", "rows_need_attention", {"file": preview.file}
        if preview.unread:
            names = ", ".join(each.name for each in preview.unread)
            return "", "sheets_not_read", {"file": preview.file, "sheets": names}
        try:
            checkout = self._checkout(cart)
            result = self._submit.check(cart.id, wanted.online, checkout)
            blocking = next((each for each in result.problems if each.blocking), None)
            if blocking is not None:
                return "", blocking.code, dict(blocking.params)
            return self._submit.seal(cart.id, checkout).command_id, "", {}
        except CodedError as error:
            return "", error.code, dict(error.params)

    def _checkout(self, cart: CartRow) -> Checkout:
        for entity in self._account.entities():
            for contract in entity.contracts:
                if contract.id == cart.contract_id:
                    return default_checkout(entity, contract)
        raise Expected("contract_gone")

    def _known(self) -> dict[str, list[str]]:
        return dict(self._settings.get(REMEMBERED) or {})

    def _remember(self, digest: str, cart: CartRow) -> None:
        known = self._known()
        known[digest] = [cart.id, cart.name]
        self._settings.set(REMEMBERED, dict(list(known.items())[-_KEPT:]))

    def _forget(self, digest: str) -> None:
        known = self._known()
        if known.pop(digest, None) is not None:
            self._settings.set(REMEMBERED, known)
