"""Names that conditions of the query language go by; implements `NamesPort`.

Attributes and their values come from the marks of items. What is not marked is read out of the
items at the first question and kept as long as the catalogue stays the same.
"""

import threading
from collections.abc import Sequence

from b2bdesk.domain.facets import number_of
from b2bdesk.models.queries import attributes
from b2bdesk.models.queries.typos import sound
from b2bdesk.models.queries.view import View, Views
from b2bdesk.trade.fold import fold_name

_ATTRIBUTES = (
    "SELECT DISTINCT a.key FROM item i, json_each(i.attributes) a"
    " WHERE coalesce(i.attributes, '{}') <> '{}'"
)
_VALUES = (
    "SELECT DISTINCT CAST(i.attributes ->> ? AS TEXT) FROM item i"
    " WHERE i.attributes ->> ? IS NOT NULL"
)


class NameQueries:
    """Reads names of attributes, warehouses and categories."""

    def __init__(self, views: Views) -> None:
        self._views = views
        self._lock = threading.Lock()
        self._state: list[tuple[object, ...]] = []
        self._attributes: tuple[str, ...] | None = None
        self._values: dict[str, tuple[str, ...]] = {}

    def attributes(self) -> Sequence[str]:
        """Return the names of all attributes, as the supplier writes them."""
        with self._views.now() as view, self._lock:
            marked = attributes.names(view)
            if marked is not None:
                return marked
            self._keep_up(view)
            if self._attributes is None:
                self._attributes = tuple(str(row[0]) for row in view.rows(_ATTRIBUTES))
            return self._attributes

    def values(self, attribute: str) -> Sequence[str]:
        """Return what an attribute says anywhere."""
        with self._views.now() as view, self._lock:
            marked = attributes.values(view, attribute)
            if marked is not None:
                return marked
            self._keep_up(view)
            if attribute not in self._values:
                rows = view.rows(_VALUES, [attribute, attribute])
                self._values[attribute] = tuple(row[0] for row in rows)
            return self._values[attribute]

    def brands(self, typed: Sequence[str]) -> Sequence[str]:
        """Return the folded beginnings of brands that are meant by folded words, by sound too.

        What no brand is called is left out; an empty catalogue judges nothing.
        """
        with self._views.now() as view:
            known = [str(fold) for (fold,) in view.rows("SELECT fold FROM brand WHERE fold <> ''")]
        if not known:
            return typed
        found: list[str] = []
        for word in typed:
            heard = sound(word)
            same = [word] if any(brand.startswith(word) for brand in known) else []
            found += same or [brand for brand in known if sound(brand).startswith(heard)]
        return found

    def closest(self, typed: str, names: Sequence[str] | None, limit: int) -> Sequence[str]:
        """Return the names nearest to a typed one, by number, sound and letters; None = brands."""
        from rapidfuzz import fuzz, process

        if names is None:
            with self._views.now() as view:
                rows = view.rows("SELECT name FROM brand WHERE fold <> '' ORDER BY name")
            names = [str(name) for (name,) in rows]
        known = list(dict.fromkeys(name for name in names if name))
        number = number_of(typed)
        if number is not None:
            near = [(abs(own - number), name) for name in known if (own := number_of(name))]
            return [name for _, name in sorted(near)[:limit]]
        heard = [sound(fold_name(name)) for name in known]
        wanted = sound(fold_name(typed))
        best = process.extract(wanted, heard, scorer=fuzz.WRatio, limit=limit)
        return [known[at] for _, _, at in best]

    def places(self) -> Sequence[tuple[str, ...]]:
        """Return id, city and name of the warehouses."""
        with self._views.now() as view:
            return view.rows(
                "SELECT id, coalesce(city, ''), coalesce(name, '') FROM place"
                f" WHERE sid = {view.stock} ORDER BY ord"
            )

    def groups(self) -> Sequence[tuple[str, ...]]:
        """Return id and name of the categories."""
        with self._views.now() as view:
            return view.rows(f"SELECT id, name FROM grp WHERE sid = {view.assortment} ORDER BY ord")

    def _keep_up(self, view: View) -> None:
        """Forget what was read from another state of the catalogue."""
        state = view.rows(
            "SELECT sid, generation, cursor, pulled_at FROM scope WHERE feed = 'catalog'"
        )
        if state != self._state:
            self._state, self._attributes, self._values = state, None, {}
