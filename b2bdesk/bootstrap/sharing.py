"""Own codes of one profile shared inside the company: who stands behind the ports."""

import random
from collections.abc import Callable
from datetime import datetime

from b2bdesk.bootstrap.stores import Link, Stores
from b2bdesk.models.repos.own import OwnCodes
from b2bdesk.models.repos.shared_codes import SharedCodes
from b2bdesk.sync.own_codes import CodeExchange
from b2bdesk.usecases.changes import News
from b2bdesk.usecases.code_sharing import CodeSharing, SharingPorts


def open_sharing(
    stores: Stores, link: Link, news: News, now: Callable[[], datetime]
) -> CodeSharing:
    """Make the use case of a profile."""
    store = SharedCodes(stores.desk, now)
    exchange = CodeExchange(
        link.api, link.keeper, store, stores.account, link.clock, random.Random()
    )
    ports = SharingPorts(exchange, store, OwnCodes(stores.desk), stores.account, now)
    return CodeSharing(ports, news)
