"""The firm chosen above decides whose orders and documents are listed."""

from __future__ import annotations

from b2bdesk.ui.screens.documents.screen import DocumentsScreen
from b2bdesk.ui.screens.orders.screen import OrdersScreen
from b2bdesk.usecases.rows.orders import DocumentFilter, OrderFilter
from tests.support.desktop import Desktop


def _other(desk: Desktop) -> str:
    here = desk.services.account.context()
    assert here is not None
    listed = {row.entity_id for row in desk.services.orders.list()}
    return next(
        entity.id
        for entity in desk.services.account.entities()
        if entity.id != here.entity.id and entity.id in listed
    )


def test_orders_follow_the_firm_and_one_asked_for_is_shown_anyway(desk: Desktop) -> None:
    other = _other(desk)
    screen = desk.screen("orders")
    assert isinstance(screen, OrdersScreen)
    strange = desk.services.orders.list(OrderFilter(entity_id=other))
    desk.services.account.use(other)
    desk.settle()
    assert screen.view.grid.model().rowCount() == len(strange)
    assert strange[0].number in screen.view.detail.title()
    here = {row.id for row in strange}
    foreign = next(row for row in desk.services.orders.list() if row.id not in here)
    desk.screen("orders", order=foreign.id)
    assert foreign.number in screen.view.detail.title()


def test_documents_follow_the_firm(desk: Desktop) -> None:
    other = _other(desk)
    screen = desk.screen("documents")
    assert isinstance(screen, DocumentsScreen)
    desk.services.account.use(other)
    desk.settle()
    own = desk.services.documents.list(DocumentFilter(entity_id=other))
    assert screen.view.grid.model().rowCount() == len(own)
    assert own
