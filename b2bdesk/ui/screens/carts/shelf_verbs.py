"""The commands that concern the chosen cart, bound to what is chosen when they run."""

from __future__ import annotations

from collections.abc import Callable

from b2bdesk.ui.screens.carts.shelf_acts import ShelfActs
from b2bdesk.ui.screens.carts.shelf_more import ShelfMore
from b2bdesk.ui.screens.carts.view import CartsView
from b2bdesk.usecases.rows.carts import CartRow


class ShelfVerbs:
    """Rename, copy, merge, compare, note, file, template, lock, delete.

    Args:
        acts: what does them, and what asks or shows something first.
        view: where names are typed and popovers open.
        chosen: the cart under the cursor.
        others: the other carts, to compare with or, drafts, to merge into.
    """

    def __init__(
        self,
        acts: tuple[ShelfActs, ShelfMore],
        view: CartsView,
        chosen: Callable[[], CartRow | None],
        others: Callable[[], list[CartRow]],
    ) -> None:
        self._acts, self._more = acts
        self._view, self._chosen, self._others = view, chosen, others

    def runs(self) -> dict[str, Callable[[], object]]:
        """The verbs by short name."""
        return {
            "rename": self._rename, "copy": self._copy, "merge": self._merge,
            "template": self._template, "lock": self._lock, "delete": self._delete,
            "proforma": self._proforma, "note": self._note, "give": self._give,
            "versus": self._versus,
        }  # fmt: skip

    def _rename(self) -> None:
        cart = self._chosen()
        if cart is not None:
            self._view.shelf.begin_naming(cart)

    def _copy(self) -> None:
        cart = self._chosen()
        if cart is not None:
            self._acts.copy(cart.id)

    def _merge(self) -> None:
        cart = self._chosen()
        if cart is not None:
            drafts = [row for row in self._others() if row.state == "draft"]
            self._acts.choose_target(self._view.more, cart.id, drafts)

    def _versus(self) -> None:
        cart = self._chosen()
        if cart is not None:
            self._more.choose_other(self._view.more, cart, self._others())

    def _note(self) -> None:
        cart = self._chosen()
        if cart is not None:
            self._more.note(self._view.more, cart)

    def _give(self) -> None:
        cart = self._chosen()
        if cart is not None:
            self._more.give(self._view, cart)

    def _proforma(self) -> None:
        cart = self._chosen()
        if cart is not None:
            self._acts.proforma(self._view, cart)

    def _template(self) -> None:
        cart = self._chosen()
        if cart is not None:
            self._acts.make_template(cart)

    def _lock(self) -> None:
        cart = self._chosen()
        if cart is not None:
            self._acts.lock(cart)

    def _delete(self) -> None:
        cart = self._chosen()
        if cart is not None:
            self._acts.delete(cart)
