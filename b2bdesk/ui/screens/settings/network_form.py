"""The page of Настройки › Сеть as a plain layout; `network` fills and connects it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from b2bdesk.texts import tr
from b2bdesk.ui.screens.settings.pages import Page
from b2bdesk.ui.widgets.button import FORM, SECONDARY, Button
from b2bdesk.ui.widgets.field import Field
from b2bdesk.ui.widgets.labels import PlainLabel
from b2bdesk.ui.widgets.segment import Segment
from b2bdesk.usecases.network import STRAIGHT

OWN, ASKED = "own", "system"


class NetworkForm(Page):
    """Proxy, its address and login, certificates, a check."""

    def __init__(self) -> None:
        super().__init__(
            tr("Network"),
            tr("Usually nothing has to be set: the program takes the proxy and the certificates of"
               " this computer."),
        )  # fmt: skip
        self.facts = QVBoxLayout()
        self.facts.setSpacing(2)
        self.proxy = Segment(
            [(ASKED, tr("As in the system")), (STRAIGHT, tr("No proxy")), (OWN, tr("Address"))]
        )
        self.address = Field(tr("Address of the proxy"), placeholder="proxy.firm.ru:3128")
        self.login = Field(tr("Login"))
        self.password = Field(tr("Password"), icon="lock")
        self.password.set_secret()
        self.keep = Button(tr("Apply"), SECONDARY, height=FORM)
        self.file = Button(tr("Choose a file…"), SECONDARY, icon="file-text", height=FORM)
        self.drop = Button(tr("Only those of the system"), SECONDARY, height=FORM)
        self.check = Button(tr("Check the connection"), SECONDARY, icon="refresh", height=FORM)
        self.column.addLayout(self.facts)
        self.labelled(tr("Proxy"), self.proxy)
        self._typed = (self.address, self.login, self.password)
        for field in self._typed:
            self.column.addWidget(field)
        self.buttons(self.keep)
        self.column.addSpacing(6)
        self.column.addWidget(PlainLabel(tr("Further certificates"), 12, tone="text2"))
        self.buttons(self.file, self.drop)
        note = tr("For firms whose filter or antivirus reads along with a certificate of its own.")
        self.column.addWidget(PlainLabel(note, 12, tone="text3", wrap=True))
        self.column.addSpacing(10)
        self.buttons(self.check)
        self.column.addStretch(1)

    def show_typed(self, shown: bool) -> None:
        """Show the fields of an address of one's own."""
        for widget in (*self._typed, self.keep):
            widget.setVisible(shown)
