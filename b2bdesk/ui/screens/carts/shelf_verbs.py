"""The commands that concern the chosen cart, bound to what is chosen when they run."""

from __future__ import annotations

from collections.abc import Callable

from b2bdesk.ui.screens.carts.shelf_acts import ShelfActs
from b2bdesk.ui.screens.carts.view import CartsView
from b2bdesk.usecases.rows.carts import CartRow


class ShelfVerbs:
    """Rename, copy, merge, template, lock, delete.

    Args:
        acts: what does them.
        view: where names are typed and popovers open.
        chosen: the cart under the cursor.
        drafts: the other carts one can merge into.
    """

    def __init__(
        self,
        acts: ShelfActs,
        view: CartsView,
        chosen: Callable[[], CartRow | None],
        drafts: Callable[[], list[CartRow]],
    ) -> None:
        self._acts, self._view, self._chosen, self._drafts = acts, view, chosen, drafts

    def runs(self) -> dict[str, Callable[[], object]]:
        """The verbs by short name."""
        return {
            "rename": self._rename, "copy": self._copy, "merge": self._merge,
            "template": self._template, "lock": self._lock, "delete": self._delete,
            "proforma": self._proforma,
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
            self._acts.choose_target(self._view.more, cart.id, self._drafts())

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
