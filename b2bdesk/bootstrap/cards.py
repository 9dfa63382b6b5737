"""Search, facets and cards of one profile: which class stands behind their ports."""

from b2bdesk.bootstrap.stores import Link, Reading, Stores
from b2bdesk.files.goods_table import GoodsTables
from b2bdesk.models.queries.facets import FacetQueries
from b2bdesk.models.queries.goods import GoodsQueries
from b2bdesk.models.queries.names import NameQueries
from b2bdesk.models.queries.view import Views
from b2bdesk.sync.files import Vault
from b2bdesk.sync.item_files import ItemFiles
from b2bdesk.usecases.facets import Facets
from b2bdesk.usecases.goods import Goods
from b2bdesk.usecases.goods_export import GoodsExport
from b2bdesk.usecases.query_language import QueryReader
from b2bdesk.usecases.search import Search

FOLDER = "goods"


def open_facets(stores: Stores, link: Link, reading: Reading) -> Facets:
    """Make the facets of a profile."""
    views = Views(stores.desk, stores.account)
    return Facets(FacetQueries(views, reading.search), link.today, open_reader(stores, link))


def open_search(stores: Stores, link: Link, reading: Reading) -> Search:
    """Make the search of a profile."""
    return Search(reading.search, reading.catalogue, open_reader(stores, link))


def open_reader(stores: Stores, link: Link) -> QueryReader:
    """Make what reads conditions in the words of a profile's catalogue."""
    return QueryReader(NameQueries(Views(stores.desk, stores.account)), link.today)


def open_cards(stores: Stores, link: Link, reading: Reading) -> Goods:
    """Make what a card shows besides the item."""
    queries = GoodsQueries(Views(stores.desk, stores.account), link.today)
    folder = stores.places.data / FOLDER
    files = ItemFiles(folder, Vault(folder, link.api), link.api)
    exports = GoodsExport(reading.catalogue, GoodsTables())
    return Goods(queries, files, stores.context, link.supplier_now, exports)
