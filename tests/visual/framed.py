"""The frame around a sheet with every row state: the window of pictures and frame tests."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from b2bdesk.ui.changehub import ChangeHub
from b2bdesk.ui.frame.commands import Command
from b2bdesk.ui.frame.context import (
    AFTER,
    BOTTOM,
    CartItem,
    EntityItem,
    HeaderModel,
    MemorySettings,
    Screen,
    ScreenContext,
    ScreenEntry,
    StatusItem,
)  # fmt: skip
from b2bdesk.ui.itemmodels.base_list import ListRowModel
from b2bdesk.ui.main_window import FrameParts, MainWindow
from b2bdesk.ui.tasks import TaskRunner
from b2bdesk.ui.theme.tokens import ENTITY_COLOURS
from b2bdesk.ui.widgets.button import (
    HEADER,
    PRIMARY,
    QUIET,
    Button,
    IconButton,
)  # fmt: skip
from b2bdesk.ui.widgets.chip import ChipRow, ChipSpec
from b2bdesk.ui.widgets.foot_bars import ExplainBar, TotalsBar
from b2bdesk.ui.widgets.grid import (
    ARTICLE,
    INDEX,
    NUMBER,
    QUANTITY,
    STATE,
    Cell,
    Column,
    DeskGrid,
    GridRow,
    Pill,
    RowState,
)  # fmt: skip
from b2bdesk.ui.widgets.screen_parts import ScreenHeader

LINES = (
    ("АБВ-00123", "Болт DIN 933 М8×30, кл. 8.8, оцинкованный", "шт", "4 200", "100", "400",
     "12,34", "4 936,00", None),
    ("АБВ-00128", "Болт DIN 933 М10×40, кл. 8.8, оцинкованный", "шт", "2 650", "50", "250",
     "21,70", "5 425,00", None),
    ("АБВ-00212", "Гайка DIN 934 М8, кл. 8, оцинкованная", "шт", "18 400", "50", "100", "3,10",
     "310,00", RowState("info", "circle-arrow-up", "Округлено до 100, было 55")),
    ("АБВ-00307", "Шайба DIN 125 М8, оцинкованная", "шт", "31 000", "200", "800", "0,94",
     "752,00", None),
    ("АБВ-00311", "Шайба DIN 9021 М8 увеличенная, оцинкованная", "шт", "!400", "100", "1 000",
     "2,18", "2 180,00",
     RowState("warn", "clock", "Есть 400, ещё 600 — 24.11", "Только 400", "only")),
    ("АБВ-00420", "Шпилька DIN 975 М12×1000, кл. 5.8", "шт", "184", "5", "15", "171,90",
     "2 578,50", RowState("warn", "trending-up", "Цена 162,40 → 171,90 (+5,8 %)")),
    ("АБВ-00505", "Анкер клиновой 12×120, оцинкованный", "шт", "нет", "25", "100", "41,80", "—",
     RowState("bad", "circle-x", "Нет в наличии · 3 аналога", "Заменить", "replace")),
    ("00-77", "", "", "", "", "40", "", "—",
     RowState("bad", "help-circle", "Не найдено", "Выбрать", "pick")),
    ("ЭЛ-20110", "Выключатель автоматический 1Р 16 А С 4,5 кА", "шт", "860", "12", "48",
     "214,00", "10 272,00", RowState("info", "copy", "Дубль: сложено со строкой 31")),
    ("ЭЛ-40121", "Гофротруба ПВХ 20 мм с протяжкой, бухта 100 м", "бухта", "74", "1", "6",
     "1 342,00", "8 052,00", None),
)  # fmt: skip


def _sheet_row(raw: int, number: int) -> GridRow:
    article, name, unit, stock, multiple, quantity, price, total, state = LINES[raw % len(LINES)]
    bad = state is not None and state.tone == "bad"
    shown: str | Cell = name or Cell(
        "Похожие:",
        tone="text2",
        pills=(Pill("a", "АБВ-00077", "92 %"), Pill("b", "АБВ-00770", "81 %")),
    )
    left: str | Cell = stock
    if stock == "нет":
        left = Cell(stock, tone="bad")
    elif stock.startswith("!"):
        left = Cell(stock[1:], tone="warn")
    cells: dict[str, str | Cell] = {
        "n": str(number + 1), "article": article, "name": shown, "unit": unit, "stock": left,
        "multiple": multiple, "qty": Cell(quantity, value=1000), "price": price, "sum": total,
    }  # fmt: skip
    return GridRow(raw, cells, state, muted=bad)


def sheet_columns() -> list[Column]:
    """Columns of the order sheet."""
    return [
        Column("n", "№", INDEX, 42, hideable=False),
        Column("article", "Артикул", ARTICLE, 98),
        Column(
            "name",
            "Наименование",
            width=300,
            max_width=340,
            stretch=True,
            min_width=180,
            sortable=True,
        ),
        Column("unit", "Ед.", width=58, weak=True),
        Column("stock", "Остаток", NUMBER, 72, weak=True),
        Column("multiple", "Кратн.", NUMBER, 62, weak=True),
        Column("qty", "Кол-во", QUANTITY, 82, editable=True),
        Column("price", "Цена, ₽", NUMBER, 76),
        Column("sum", "Сумма, ₽", NUMBER, 96),
        Column("state", "Состояние", STATE, 280, stretch=True, min_width=180, max_width=4000),
    ]


class SheetScreen(Screen):
    """A sheet with every row state: the frame's test and picture."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self.codes: list[str] = []
        header = ScreenHeader("Бланк заказа")
        header.set_facts("Корзина «Ноябрь» · сохранено 14:07")
        for words, icon, key in (
            ("Вставить", "clipboard", "Ctrl+V"), ("Из файла", "file-import", "Ctrl+O"),
            ("Подбор", "list", "F4"), ("Новая строка", "plus", "F6"),
        ):  # fmt: skip
            header.add_action(Button(words, QUIET, icon=icon, key=key, height=HEADER))
        header.add_action(IconButton("dots", "Ещё"))
        self.chips = ChipRow()
        self.chips.set_chips(
            [
                ChipSpec("all", "Все", 37), ChipSpec("clean", "Без замечаний", 27),
                ChipSpec("lost", "Не найдено", 1, "help-circle", "bad", separated=True),
                ChipSpec("none", "Нет в наличии", 2, "circle-x", "bad", short="Нет"),
                ChipSpec("low", "Мало на складе", 1, "clock", "warn", short="Мало"),
                ChipSpec("price", "Цена изменилась", 2, "trending-up", "warn", short="Цена"),
                ChipSpec("round", "Округлено", 3, "circle-arrow-up", "info"),
                ChipSpec("twice", "Дубль", 1, "copy", "info"),
            ]
        )  # fmt: skip
        self.chips.set_checked("all")
        self.grid = DeskGrid("Строки заказа")
        self.grid.enter_moves = True
        self.model: ListRowModel[int] = ListRowModel(sheet_columns(), int, _sheet_row, self)
        self.model.set_rows(range(37))
        self.grid.set_rows_model(self.model)
        self.grid.go_to(4, "qty")
        self._lay_out(header)
        context.commands.add(
            Command("sheet.check", "Проверить", self._check, ("F9",), where="order", icon="check")
        )

    def _lay_out(self, header: ScreenHeader) -> None:
        explain, totals = ExplainBar(), TotalsBar()
        explain.explain(
            "Строка 6.", "На складе Химки 400 шт из 1 000, остальные 600 шт придут 24.11.2026.",
            "остаток 12 мин назад · кратность 100", tone="warn", icon="clock",
        )  # fmt: skip
        explain.set_actions(
            [("all", "Заказать 1 000", "Enter"), ("only", "Только 400", ""),
             ("like", "Аналоги", "F4", "arrows-exchange")]
        )  # fmt: skip
        totals.set_fact("rows", "Позиций", "37")
        totals.set_fact("weight", "Вес", "486,2 кг")
        totals.set_fact("volume", "Объём", "1,34 м³")
        totals.set_total("123 456,78 ₽", "Итого с НДС", "в т. ч. НДС 22 262,70 ₽")
        totals.add_button(Button("Проверить", key="F9", height=36))
        totals.add_button(
            Button("Отправить заказ", PRIMARY, icon="send", key="Ctrl+Enter", height=36)
        )
        filters = QHBoxLayout()
        filters.setContentsMargins(20, 0, 16, 10)
        filters.addWidget(self.chips, 1)
        filters.addWidget(Button("Далее", QUIET, icon="arrow-down", key="F8", height=26))
        filters.addWidget(IconButton("columns-3", "Колонки", size=26))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addLayout(filters)
        column.addWidget(self.grid, 1)
        column.addWidget(explain)
        column.addWidget(totals)

    def _check(self) -> None:
        self.codes.append("checked")

    def scanned(self, code: str) -> bool:
        self.codes.append(code)
        return True


def _plain(_context: ScreenContext) -> Screen:
    return Screen()


def entries() -> list[ScreenEntry]:
    """The rail of the pictures."""
    return [
        ScreenEntry("home", "Home", "home", _plain),
        ScreenEntry("catalog", "Catalogue", "layout-grid", _plain),
        ScreenEntry("order", "Order sheet", "clipboard-list", SheetScreen),
        ScreenEntry("carts", "Carts", "shopping-cart", _plain),
        ScreenEntry("import", "Import", "file-import", _plain),
        ScreenEntry("orders", "Orders", "truck-delivery", _plain, AFTER),
        ScreenEntry("documents", "Documents", "file-text", _plain, AFTER),
        ScreenEntry("settlements", "Settlements", "wallet", _plain, AFTER),
        ScreenEntry("company", "Company", "building", _plain, AFTER),
        ScreenEntry("messages", "Messages", "message", _plain, AFTER),
        ScreenEntry("settings", "Settings", "settings", _plain, BOTTOM),
    ]


def header_model() -> HeaderModel:
    """The header of the pictures."""
    firms = (
        EntityItem("1", "ООО «Ромашка»", "Р", ENTITY_COLOURS[0], "7707083893", "договор № 15",
                   "260 000 ₽"),
        EntityItem("2", "ООО «Ромашка-Трейд»", "РТ", ENTITY_COLOURS[1], "7714092317",
                   "договор № 22", "1 120 000 ₽"),
        EntityItem("3", "ИП Корнеев И. А.", "ИК", ENTITY_COLOURS[2], "501208417730",
                   "предоплата"),
        EntityItem("4", "АО «Северный объект»", "С", ENTITY_COLOURS[3], "7825117406",
                   "договор № 4", "просрочено", "bad"),
    )  # fmt: skip
    carts = (
        CartItem("n", "«Ноябрь»", "37 строк", "123 456,78 ₽"),
        CartItem("s", "Объект «Северный»", "214 строк", "1 048 310,00 ₽"),
    )
    return HeaderModel(firms[0], firms, carts[0], carts, "Анна Корнеева", "АК")


def frame(executor: ThreadPoolExecutor) -> MainWindow:
    """The window of the pictures."""
    window = MainWindow(
        FrameParts(
            entries(), TaskRunner({"read": executor}), ChangeHub(), MemorySettings(), home="order"
        )
    )
    window.set_header(header_model())
    window.set_status(
        (
            StatusItem("link", "Онлайн", "online"), StatusItem("prices", "Цены 14:05"),
            StatusItem("stock", "Остатки 2 мин назад"), StatusItem("outbox", "В очереди 0"),
            StatusItem("credit", "Кредит: свободно 260 000 ₽", right=True),
        )
    )  # fmt: skip
    window.start()
    for key, text, tone in (
        ("carts", "3", ""), ("orders", "1", "warn"), ("documents", "2", "accent"),
        ("messages", "4", "accent"),
    ):  # fmt: skip
        window.set_badge(key, text, tone)
    return window
