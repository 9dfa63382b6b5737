"""Компания wired: the contract one looks at, and buying by it from now on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QVBoxLayout

from b2bdesk.texts import tr, trn
from b2bdesk.ui.frame.commands import EDIT, SERVICE, Command
from b2bdesk.ui.frame.context import Screen, ScreenContext, ToastSpec
from b2bdesk.ui.screens.company import words
from b2bdesk.ui.screens.company.view import CompanyView
from b2bdesk.ui.theme.tokens import ENTITY_COLOURS
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.rows.account import ContractRow, CreditRow, EntityRow, ManagerRow
from b2bdesk.usecases.services import Services


@dataclass(frozen=True, slots=True)
class _Read:
    entities: tuple[EntityRow, ...]
    manager: ManagerRow | None
    active: str
    credits: dict[str, CreditRow | None]


class CompanyScreen(Screen):
    """Firms, contracts, addresses, the manager."""

    def __init__(self, context: ScreenContext, services: Services) -> None:
        super().__init__()
        self._context, self._services = context, services
        self._read = _Read((), None, "", {})
        self._shown = ""
        self.view = view = CompanyView()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(view)
        self.setFocusProxy(view.contracts)
        view.contracts.current_key.connect(self._on_current)
        view.contracts.chosen.connect(self._on_current)
        view.use.clicked.connect(self.use)
        view.copy.clicked.connect(self._copy)
        view.phone.clicked.connect(self._on_phone)
        view.mail.clicked.connect(self._on_mail)
        context.hub.changed.connect(self._on_news)
        context.commands.add(
            Command("company.use", tr("Buy by this contract"), self.use, ("Ctrl+Enter",),
                    "company", SERVICE, "check"),
            Command("company.copy", tr("Copy the requisites"), self._copy, ("Ctrl+Shift+C",),
                    "company", EDIT, "copy"),
        )  # fmt: skip
        view.show_empty(False)

    def arrive(self, args: dict[str, object]) -> None:
        """Show the contract in use, or the one named by `contract`."""
        self._shown = str(args.get("contract", ""))
        self._reload()
        self.view.contracts.setFocus()

    def use(self) -> None:
        """Buy by the contract shown from now on."""
        found = self._found()
        if found is None or found[1].id == self._read.active:
            return
        entity, contract = found
        self._context.runner.run(
            partial(self._services.account.use, entity.id, contract.id),
            partial(self._on_used, entity, contract), on="write", owner=self,
        )  # fmt: skip

    def _on_used(self, entity: EntityRow, contract: ContractRow, _changes: object) -> None:
        self._context.toast(
            ToastSpec(
                tr("You buy as {name}").format(name=entity.name), words.contract_title(contract)
            )
        )

    def _reload(self) -> None:
        self._context.runner.run(
            partial(_read, self._services), self._show, lane="company", owner=self
        )

    def _show(self, read: _Read) -> None:
        self._read = read
        known = {contract.id for entity in read.entities for contract in entity.contracts}
        if self._shown not in known:
            self._shown = read.active
        view = self.view
        view.show_empty(not known)
        firms = trn("{n} legal entity", "{n} legal entities", len(read.entities))
        contracts = trn("{n} contract", "{n} contracts", len(known))
        view.header.set_facts(
            f"{firms.format(n=len(read.entities))} · {contracts.format(n=len(known))}"
        )
        view.contracts.set_items(words.contract_items(read.entities, read.active), self._shown)
        manager = read.manager
        view.manager.set_text(manager.name if manager else "")
        view.manager_note.set_text((manager.note or manager.phone) if manager else "")
        view.phone.setVisible(bool(manager and manager.phone))
        view.mail.setVisible(bool(manager and manager.email))
        self._show_contract()

    def _show_contract(self) -> None:
        found = self._found()
        if found is None:
            return
        entity, contract = found
        view, active = self.view, contract.id == self._read.active
        view.title.set_text(entity.name)
        view.subtitle.set_text(words.contract_title(contract))
        view.avatar.set(words.letter(entity.name),
                        ENTITY_COLOURS[entity.colour % len(ENTITY_COLOURS)])  # fmt: skip
        view.badge.setVisible(active)
        view.use.set_enabled(not active, tr("You buy by this contract already"))
        self._context.commands.set_enabled(
            "company.use", not active, tr("You buy by this contract already")
        )
        view.show_sections(words.sections(entity, contract, self._read.credits.get(contract.id)))

    def _found(self) -> tuple[EntityRow, ContractRow] | None:
        for entity in self._read.entities:
            for contract in entity.contracts:
                if contract.id == self._shown:
                    return entity, contract
        return None

    def _on_current(self, key: str) -> None:
        if key != self._shown:
            self._shown = key
            self._show_contract()

    def _copy(self) -> None:
        found = self._found()
        if found is None:
            return
        entity, contract = found
        rows = words.Section(entity.name, words.party_rows(entity.party))
        title = words.Section(words.contract_title(contract), [])
        QApplication.clipboard().setText(words.plain([rows, title]))
        self._context.toast(ToastSpec(tr("The requisites are copied"), entity.name))

    def _on_phone(self) -> None:
        if self._read.manager is not None:
            QApplication.clipboard().setText(self._read.manager.phone)
            self._context.toast(
                ToastSpec(tr("The phone number is copied"), self._read.manager.phone)
            )

    def _on_mail(self) -> None:
        if self._read.manager is not None:
            QDesktopServices.openUrl(QUrl(f"mailto:{self._read.manager.email}"))

    def _on_news(self, change: ChangeSet) -> None:
        if change.touches("context", "account", "settlements") and self.isVisible():
            self._reload()


def _read(services: Services) -> _Read:
    entities = services.account.entities()
    context = services.account.context()
    return _Read(
        entities,
        services.account.manager(),
        context.contract.id if context else "",
        {
            contract.id: services.account.credit(contract.id)
            for entity in entities
            for contract in entity.contracts
        },
    )
