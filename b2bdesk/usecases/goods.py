"""What a card shows besides the item: variants, companions, shipping, certificates.

Reads are called on the readers lane, files on the net lane.
"""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from b2bdesk.domain.variants import lay_out
from b2bdesk.trade.errors import Environment
from b2bdesk.usecases.checkout import shipping_days
from b2bdesk.usecases.goods_export import GoodsExport
from b2bdesk.usecases.ports.goods import GoodsFilesPort, GoodsPort
from b2bdesk.usecases.rows.account import Context
from b2bdesk.usecases.rows.goods import Beside, Product
from b2bdesk.usecases.rows.offers import ItemFile, OfferRow

PICTURE = "picture"


class Goods:
    """Goods of the context in use, seen closely."""

    def __init__(
        self,
        queries: GoodsPort,
        files: GoodsFilesPort,
        context: Callable[[], Context | None],
        now: Callable[[], datetime],
        exports: GoodsExport,
    ) -> None:
        """Keep what is read.

        Args:
            queries: the cache.
            files: certificates and passports.
            context: who one buys as.
            now: the present moment in the supplier's zone.
            exports: writes lists of goods.
        """
        self.exports = exports
        self._queries = queries
        self._files = files
        self._context = context
        self._now = now

    def beside(self, offer: OfferRow) -> Beside:
        """Return what stands beside an item."""
        context, now = self._context(), self._now()
        ships_on = arrives_on = None
        if context is not None:
            days = shipping_days(context.contract)
            if offer.stock_e3:
                ships_on = days.first(now)
            elif offer.incoming_date is not None:
                arrives_on = days.on_or_after(offer.incoming_date, now)
        return Beside(
            self._queries.fits(offer.n), self._queries.variant_count(offer.n), ships_on, arrives_on
        )

    def product(self, n: int) -> Product | None:
        """Return all variants of an item's product, None when it is alone."""
        found = self._queries.variants(n)
        if len(found) < 2:
            return None
        offers = tuple(offer for offer, _ in found)
        matrix = lay_out([(offer.n, attributes) for offer, attributes in found])
        return Product(_common_name([offer.name for offer in offers]), offers, matrix)

    def is_here(self, item_id: str, file: ItemFile) -> bool:
        """Say whether a file can be opened without the portal."""
        return self._files.path(item_id, file).is_file()

    def file(self, item_id: str, file: ItemFile) -> Path:
        """Return a certificate or passport: kept, or fetched now.

        Raises:
            Expected: the portal has none.
            Environment: the portal cannot be reached, or sent something else.
        """
        path = self._files.path(item_id, file)
        return path if path.is_file() else self._files.fetch(item_id, file)

    def save(self, item_id: str, file: ItemFile, target: Path) -> Path:
        """Copy a certificate or passport to where the buyer wants it.

        Raises:
            Environment: as `file`, or `store_unreachable` when the target cannot be written.
        """
        made = self.file(item_id, file)
        try:
            shutil.copyfile(made, target)
        except OSError as error:
            raise Environment("store_unreachable", path=str(target)) from error
        return target


def papers(files: tuple[ItemFile, ...]) -> tuple[ItemFile, ...]:
    """Return the files a person reads, without the pictures."""
    return tuple(file for file in files if file.kind != PICTURE)


def pictures(files: tuple[ItemFile, ...]) -> int:
    """Return how many pictures an item has."""
    return sum(file.kind == PICTURE for file in files)


def _common_name(names: list[str]) -> str:
    """Return what the names of all variants begin with, in whole words."""
    words = [name.split(" ") for name in names]
    shared: list[str] = []
    for column in zip(*words, strict=False):
        if len(set(column)) > 1:
            break
        shared.append(column[0])
    return " ".join(shared).rstrip(" ,.-") or names[0]
