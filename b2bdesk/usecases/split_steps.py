"""A split as a step of undo and redo: Ctrl+Z in a part that was not edited takes the split back,
Ctrl+Y in the cart that came back splits it once more into the same parts.

Redo is known until the cart is edited or the program ends.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from b2bdesk.usecases.cart_sessions import CartSessions
from b2bdesk.usecases.carts import Carts
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.ports.carts import StepLabel
from b2bdesk.usecases.ports.splits import Origin, SplitsPort
from b2bdesk.usecases.rows.carts import UndoResult
from b2bdesk.usecases.rows.splitting import Joined

LABEL = "split"


@dataclass(frozen=True, slots=True)
class _Undone:
    """A split that was taken back, and when the cart it was made of came out of the bin."""

    origin: Origin
    at: datetime


class SplitSteps:
    """Implements `WholeSteps` for splits; called under the lock of the sessions."""

    def __init__(
        self,
        sessions: CartSessions,
        carts: Carts,
        splits: SplitsPort,
        take_back: Callable[[str], Joined],
    ) -> None:
        self._sessions, self._carts, self._splits = sessions, carts, splits
        self._take_back = take_back
        self._undone: dict[str, _Undone] = {}

    def whole_label(self, cart_id: str, *, undone: bool) -> StepLabel | None:
        """Name the split; None when the cart is no part of one, or a part has been sent."""
        origin = self._again(cart_id) if undone else self._fresh(cart_id)
        return StepLabel(LABEL, {"n": len(origin.parts)}) if origin else None

    def whole_step(self, cart_id: str, *, undone: bool) -> UndoResult | None:
        """Take the split back, or split again."""
        return self._redo(cart_id) if undone else self._undo(cart_id)

    def living_parts(self, cart_id: str) -> tuple[str, ...]:
        """Titles of the parts, and of their parts, that are not in the recycle bin."""
        origin = self._splits.origin(cart_id)
        if origin is None or origin.source_id != cart_id:
            return ()
        return tuple(title for _, _, title in self._splits.living(origin))

    def remember(self, origin: Origin) -> None:
        """A split was just taken back: it can be done again while the cart stays as it is."""
        record = self._sessions.store.cart(origin.source_id)
        if record is not None:
            self._undone[origin.source_id] = _Undone(origin, record.changed_at)

    def _undo(self, cart_id: str) -> UndoResult | None:
        origin = self._fresh(cart_id)
        if origin is None:
            return None
        joined = self._take_back(cart_id)
        params = {"n": len(origin.parts)}
        return UndoResult(LABEL, params, 0, joined.changes, origin.source_id)

    def _redo(self, cart_id: str) -> UndoResult | None:
        origin = self._again(cart_id)
        if origin is None:
            return None
        self._splits.again(origin, self._sessions.now())
        del self._undone[cart_id]
        ids = [each[0] for each in origin.parts]
        for each in (cart_id, *ids):
            self._sessions.forget(each)
        self._carts.activate(ids[0])
        kinds = ("carts", *(f"cart:{each}" for each in (cart_id, *ids)))
        changes = self._sessions.publish(ChangeSet.of(*kinds))
        return UndoResult(LABEL, {"n": len(ids)}, 0, changes, ids[0])

    def _fresh(self, cart_id: str) -> Origin | None:
        """The split that a cart is a part of, while all of its parts are as they were made."""
        origin = self._splits.origin(cart_id)
        if origin is None or origin.source_id == cart_id:
            return None
        label = self._sessions.store.label
        made = (
            state == "draft" and not label(part, undone=False) for part, state, _ in origin.parts
        )
        return origin if all(made) else None

    def _again(self, cart_id: str) -> Origin | None:
        """The split that was taken back to a cart nobody has touched since."""
        undone = self._undone.get(cart_id)
        record = self._sessions.store.cart(cart_id) if undone else None
        if undone is None or record is None or record.changed_at != undone.at:
            return None
        parts = [self._sessions.store.cart(each[0]) for each in undone.origin.parts]
        return undone.origin if all(each and each.state == "deleted" for each in parts) else None
