"""Carts of one profile, from lists to the sealed order: who stands behind the ports."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from b2bdesk.bootstrap.sharing import open_sharing
from b2bdesk.bootstrap.stores import Link, Reading, Stores
from b2bdesk.files.cart_file import CartFiles
from b2bdesk.files.child_client import ListReader
from b2bdesk.files.code_table import CodeTables
from b2bdesk.files.list_files import ListFiles
from b2bdesk.files.price_table import PriceTables
from b2bdesk.models.queries.carts import CartFacts
from b2bdesk.models.queries.committed import committed_sums
from b2bdesk.models.queries.habits import own_purchases
from b2bdesk.models.queries.ordered import ordered_carts
from b2bdesk.models.queries.price_log import PriceLog
from b2bdesk.models.queries.shares import ordered_shares
from b2bdesk.models.queries.substitutes import Substitutes
from b2bdesk.models.queries.supplies import Supplies
from b2bdesk.models.repos.cells import Cells
from b2bdesk.models.repos.own import Notes as NotesRepo
from b2bdesk.models.repos.own import OwnCodes, Templates
from b2bdesk.models.repos.splits import Splits
from b2bdesk.sync.mapping import Encoder
from b2bdesk.sync.quotes import Quotes
from b2bdesk.texts.door import language, tr
from b2bdesk.trade.unit import short
from b2bdesk.usecases.bulk_entry import BulkEntry
from b2bdesk.usecases.bulk_judge import BulkPorts
from b2bdesk.usecases.cart_exchange import CartExchange
from b2bdesk.usecases.cart_prices import CartPrices
from b2bdesk.usecases.cart_rebind import Rebinding
from b2bdesk.usecases.cart_sessions import CartSessions
from b2bdesk.usecases.cart_warnings import CartWarnings
from b2bdesk.usecases.carts import CartNames, Carts
from b2bdesk.usecases.cautions import Cautions
from b2bdesk.usecases.changes import News
from b2bdesk.usecases.code_sharing import CodeSharing
from b2bdesk.usecases.distributing import Distributing
from b2bdesk.usecases.exports import Exports
from b2bdesk.usecases.keeping import Keeping
from b2bdesk.usecases.kept_facts import KeptFacts
from b2bdesk.usecases.notes import Notes
from b2bdesk.usecases.own_codes import OwnCodePorts, OwnDictionary
from b2bdesk.usecases.services import CartCases
from b2bdesk.usecases.splitting import SplitPorts, Splitting
from b2bdesk.usecases.submit import Submit, SubmitPorts
from b2bdesk.usecases.substitution import Substitution


@dataclass(frozen=True, slots=True)
class CartNeeds:
    """What carts share with the rest of the program.

    Attributes:
        news: where changes are told.
        keeping: copies of desk.db.
        reader: reads lists in the child process.
        now: the present moment.
    """

    news: News
    keeping: Keeping
    reader: ListReader
    now: Callable[[], datetime]


def open_carts(stores: Stores, link: Link, reading: Reading, needs: CartNeeds) -> CartCases:
    """Make the use cases of a profile."""
    news, now, account = needs.news, needs.now, stores.account
    facts = KeptFacts(CartFacts(stores.desk, account, link.today), news, link.today)
    sessions = CartSessions(stores.carts, facts, news, now, lambda okei: short(okei, language()))
    cautions = Cautions(own_purchases(stores.desk, account), stores.settings, news)
    sessions.watch(cautions)
    sessions.time_is_sure = lambda: not link.clock.approximate
    carts = Carts(sessions, _names(stores))
    supplies = Supplies(stores.desk, account, link.today)
    sharing = open_sharing(stores, link, news, now)
    return CartCases(
        carts=carts,
        warnings=CartWarnings(sessions, cautions),
        prices=CartPrices(sessions, PriceLog(stores.desk), PriceTables()),
        notes=Notes(NotesRepo(stores.desk), news, now),
        rebinding=Rebinding(
            sessions, account, supplies, link.supplier_now, committed_sums(stores.desk)
        ),
        substitution=Substitution(sessions, Substitutes(stores.desk, account)),
        distributing=Distributing(
            sessions, carts, account, Cells(stores.desk), ordered_shares(stores.desk)
        ),
        splitting=Splitting(sessions, carts, _split_ports(stores, link, supplies)),
        exchange=CartExchange(carts, CartFiles(), reading.resolve),
        submit=Submit(sessions, _submit_ports(stores, link, needs.keeping)),
        bulk_entry=BulkEntry(_bulk_ports(stores, reading, facts, needs), carts),
        exports=Exports(carts, ListFiles(needs.reader)),
        own_codes=OwnDictionary(_code_ports(stores, reading, needs, sharing), news),
        code_sharing=sharing,
    )


def _submit_ports(stores: Stores, link: Link, keeping: Keeping) -> SubmitPorts:
    return SubmitPorts(
        stores.account,
        Quotes(link.api),
        Encoder(),
        keeping.after_seal,
        ordered_carts(stores.desk),
        committed_sums(stores.desk),
        link.supplier_now,
    )


def _split_ports(stores: Stores, link: Link, supplies: Supplies) -> SplitPorts:
    return SplitPorts(
        stores.account,
        Splits(stores.desk),
        Cells(stores.desk),
        supplies,
        link.supplier_now,
        committed_sums(stores.desk),
    )


def _bulk_ports(stores: Stores, reading: Reading, facts: KeptFacts, needs: CartNeeds) -> BulkPorts:
    return BulkPorts(
        needs.reader,
        reading.resolve,
        facts,
        OwnCodes(stores.desk),
        Templates(stores.desk),
        stores.context,
        needs.now,
        ListFiles(needs.reader),
    )


def _code_ports(
    stores: Stores, reading: Reading, needs: CartNeeds, sharing: CodeSharing
) -> OwnCodePorts:
    return OwnCodePorts(
        OwnCodes(stores.desk),
        reading.resolve,
        needs.reader,
        CodeTables(),
        needs.now,
        sharing.standing,
    )


def _names(stores: Stores) -> CartNames:
    return CartNames(
        stores.context,
        stores.account,
        stores.settings,
        lambda number: tr("Cart {number}").format(number=number),
    )
