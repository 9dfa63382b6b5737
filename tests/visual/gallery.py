"""A page with every component and its states, and the frame around a sheet with every row state.

Run it to compare with the target pictures:
`python -m tests.visual.gallery FOLDER [light|dark|contrast] [scale]`. The page is also walked
by the accessibility tests: every focusable widget on it must name itself.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.texts import set_language
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
    ToastSpec,
)  # fmt: skip
from b2bdesk.ui.itemmodels.base_list import ListRowModel
from b2bdesk.ui.main_window import FrameParts, MainWindow
from b2bdesk.ui.tasks import TaskRunner
from b2bdesk.ui.theme import look, paint
from b2bdesk.ui.theme.tokens import ENTITY_COLOURS
from b2bdesk.ui.widgets.banner import Banner, EmptyState, ProgressBlock
from b2bdesk.ui.widgets.bars import Bar, Share, Shares, Sparkline
from b2bdesk.ui.widgets.button import (
    DANGER,
    HEADER,
    PRIMARY,
    QUIET,
    SOFT,
    TEXT,
    Button,
    IconButton,
)  # fmt: skip
from b2bdesk.ui.widgets.checks import CheckBox, Radio
from b2bdesk.ui.widgets.chip import Chip, ChipRow, ChipSpec
from b2bdesk.ui.widgets.date_field import DateField
from b2bdesk.ui.widgets.field import Field
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
from b2bdesk.ui.widgets.labels import Avatar, Badge, Panel, PlainLabel
from b2bdesk.ui.widgets.screen_parts import ExplainBar, ScreenHeader, TotalsBar
from b2bdesk.ui.widgets.segment import Segment
from b2bdesk.ui.widgets.select import Select

STATES = (
    ("Готово", "без знака, без цвета", None),
    ("Округлено", "до 100, было 55", ("info", "circle-arrow-up")),
    ("Дубль", "сложено со строкой 31", ("info", "copy")),
    ("Мало на складе", "есть 400, ещё 600 — 24.11", ("warn", "clock")),
    ("Цена изменилась", "162,40 → 171,90 (+5,8 %)", ("warn", "trending-up")),
    ("Нет в наличии", "3 аналога", ("bad", "circle-x")),
    ("Снят с продажи", "замена ЭЛ-31112", ("bad", "circle-x")),
    ("Не найдено", "похожие: 2", ("bad", "help-circle")),
    ("Вне матрицы", "нужно согласование", ("bad", "lock")),
)


class Swatches(QWidget):
    """The main colours with their names."""

    NAMES = (
        "chrome", "surface", "sunken", "line", "line2", "text3", "text2",
        "text", "accent", "accent_soft", "ok_edge", "warn_edge", "bad_edge", "info_edge",
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(104)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        width = (self.width() - 36) / 7
        for number, name in enumerate(self.NAMES):
            x, y = (number % 7) * (width + 6), (number // 7) * 52
            paint.box(painter, QRectF(x, y, width, 30), 4, look.color(name), look.color("line"))
            place = QRectF(x - 4, y + 32, width + 8, 16)
            font = look.font(11)
            paint.text(painter, place, name, font, look.color("text2"), paint.CENTER)
        painter.end()


def _row(*widgets: QWidget, gap: int = 8) -> QWidget:
    box = QWidget()
    line = QHBoxLayout(box)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(gap)
    for widget in widgets:
        line.addWidget(widget)
    line.addStretch(1)
    return box


def _title(words: str) -> PlainLabel:
    return PlainLabel(words, 12, look.SEMIBOLD, tone="text2")


def _buttons() -> list[QWidget]:
    off = Button("Проверить")
    off.set_enabled(False, "Корзина пуста")
    chosen = Button("Подбор", QUIET, icon="list", height=HEADER)
    chosen.setCheckable(True)
    chosen.setChecked(True)
    return [
        _title("Кнопки: обычное, наведение, фокус, недоступно"),
        _row(Button("Отправить", PRIMARY, icon="send", key="Ctrl+Enter"), Button("Ещё", PRIMARY)),
        _row(Button("Проверить", key="F9"), Button("Проверить"), off),
        _row(
            Button("Подбор", QUIET, icon="list", key="F4", height=HEADER), chosen,
            IconButton("dots", "Ещё"),
        ),
        _row(
            Button("В корзине", SOFT, icon="check"), Button("Отменить заказ", DANGER),
            Button("Подобрать аналог", TEXT),
        ),
    ]  # fmt: skip


def _fields() -> list[QWidget]:
    comment, quantity = Field(placeholder="Комментарий"), Field(name="Количество", unit="шт")
    quantity.set_text("1 200")
    inn = Field(name="ИНН")
    inn.set_text("770708389")
    inn.set_error("В ИНН не хватает одной цифры: их 10")
    day = DateField("")
    day.set_date(dt.date(2026, 11, 23))
    place = Select("Адрес", icon="map-pin")
    place.set_options([("a", "Химки, Складская, 4"), ("b", "Тверь")], "a")
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    for number, widget in enumerate((comment, day, quantity, place, inn)):
        widget.setFixedWidth(200)
        grid.addWidget(widget, number // 2, number % 2, Qt.AlignmentFlag.AlignBottom)
    marks = _row(CheckBox("Отмечено", checked=True), CheckBox(""), Radio("", checked=True))
    marks.findChildren(CheckBox)[1].setAccessibleName("Пусто")
    marks.findChildren(Radio)[0].setAccessibleName("Выбрано")
    grid.addWidget(marks, 2, 1)
    return [_title("Поля"), box]


def _chips() -> list[QWidget]:
    chips = [
        Chip(ChipSpec("all", "Все", 37)),
        Chip(ChipSpec("lost", "Не найдено", 1, "help-circle", "bad")),
        Chip(ChipSpec("low", "Мало на складе", 31, "clock", "warn")),
        Chip(ChipSpec("grade", "8.8", removable=True)),
    ]
    chips[0].setChecked(True)
    tabs = Segment([("lines", "Строки 60"), ("ships", "Отгрузки 1"), ("story", "История")])
    views = Segment(
        [("t", "Таблица", "table"), ("l", "Список", "list-details"), ("g", "Сетка", "layout-grid")]
    )
    badges = (
        Badge("Получен"), Badge("Оплачен", "ok"), Badge("К оплате до 05.12", "warn"),
        Badge("Просрочен", "bad"), Badge("общая", "info"),
    )  # fmt: skip
    letters = ("Р", "РТ", "ИК", "С", "В", "К", "З", "П")
    avatars = [Avatar(word, tint) for word, tint in zip(letters, ENTITY_COLOURS, strict=True)]
    return [
        _title("Отборы и вкладки"), _row(*chips, gap=7), _row(tabs, views),
        _title("Метки и цвета юрлиц"), _row(*badges, gap=6),
        _row(PlainLabel("Юрлица", 12, tone="text2"), *avatars),
    ]  # fmt: skip


def _states() -> DeskGrid:
    columns = [
        Column("state", "", STATE, 180, stretch=True),
        Column("why", "", width=240),
    ]
    grid = DeskGrid("Состояния строки", row_select=True)
    model: ListRowModel[int] = ListRowModel(columns, int, _state_row, grid)
    model.set_rows(range(len(STATES)))
    grid.set_rows_model(model)
    grid.horizontalHeader().hide()
    grid.set_density("normal")
    grid.setFixedHeight(28 * len(STATES) + 2)
    grid.clearSelection()
    grid.setCurrentIndex(model.index(-1, -1))
    return grid


def _state_row(raw: int, _number: int) -> GridRow:
    title, why, state = STATES[raw]
    words = Cell(why, tone="text2")
    if state is None:
        return GridRow(raw, {"state": Cell(title), "why": words})
    return GridRow(raw, {"why": words}, RowState(state[0], state[1], title))


def _messages() -> list[QWidget]:
    told = (
        ("warn", "Цены устарели: последняя связь вчера в 18:40", "Обновить"),
        ("bad", "Портал не ответил. Заказ сохранён и уйдёт сам", "Повторить"),
        ("info", "Доступна версия 1.4", "Что нового"),
    )
    banners: list[QWidget] = []
    for tone, words, action in told:
        banner = Banner()
        banner.tell(tone, words, action=action)
        banners.append(banner)
    progress = ProgressBlock()
    progress.tell("Чтение «Заявка ноябрь.xlsx»", 3120, 4812, "8 400 строк в секунду, осталось 1 с")
    credit, result = Shares("Кредитный лимит"), Shares("Итог импорта")
    credit.set_parts([Share(31, "text3"), Share(32, "accent"), Share(36, "track")])
    result.set_parts(
        [Share(4655, "ok"), Share(96, "info"), Share(31, "warn"), Share(22, "bad"),
         Share(8, "line2")]
    )  # fmt: skip
    return [
        _title("Полосы сообщений"),
        *banners,
        _title("Ход работы и доли"),
        progress,
        credit,
        result,
    ]


def _third() -> list[QWidget]:
    empty = EmptyState(
        "shopping-cart", "Пока нет корзин", "Создайте корзину или загрузите свой список",
        action="Новая корзина", second="Из файла",
    )  # fmt: skip
    empty.setFixedHeight(204)
    sizes = (
        ("Заказ за минуту", 26, 600), ("123 456,78 ₽", 22, 600), ("Бланк заказа", 18, 600),
        ("Что изменилось", 14, 600), ("Отправить заказ", 13, 500), ("Болт DIN 933 М8×30", 13, 400),
        ("На складе 400", 12, 400), ("12 мин назад", 11, 400),
    )  # fmt: skip
    spark = Sparkline("Цена за год")
    spark.set_points([(0, 3), (2, 5), (4, 5), (5, 9), (8, 7), (9, 12), (11, 11), (12, 15)])
    spark.setFixedSize(120, 36)
    bar = Bar("ok_edge", height=5)
    bar.set_value(0.62)
    bar.setFixedWidth(96)
    return [
        _title("Пустой экран"), empty, _title("Шрифт"),
        *(PlainLabel(words, size, weight) for words, size, weight in sizes),
        _title("Цвета"), Swatches(), _title("Искра, полоска"), _row(spark, bar, gap=20),
    ]  # fmt: skip


def components() -> QWidget:
    """The page of all components."""
    page = Panel("surface")
    page.setFixedSize(1440, 790)
    columns = QHBoxLayout(page)
    columns.setContentsMargins(32, 28, 32, 24)
    columns.setSpacing(44)
    head = PlainLabel("Составные части", 20, look.SEMIBOLD)
    parts: tuple[tuple[int, Sequence[QWidget]], ...] = (
        (416, (head, *_buttons(), *_chips(), *_fields())),
        (430, (_title("Состояния строки: край + знак + слова"), _states(), *_messages())),
        (446, _third()),
    )
    for width, widgets in parts:
        column = QVBoxLayout()
        column.setSpacing(9)
        for widget in widgets:
            column.addWidget(widget)
        column.addStretch(1)
        holder = QWidget()
        holder.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        holder.setFixedWidth(width)
        columns.addWidget(holder)
    return page


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
            ("Подбор", "list", "F4"), ("Сканер", "scan", "F6"),
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
        ScreenEntry("claims", "Claims", "alert-circle", _plain, AFTER),
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


def _shoot(window: MainWindow, app: QApplication, folder: Path, mark: str) -> None:
    window.resize(1440, 900)
    window.show()
    window.findChildren(DeskGrid)[0].setFocus()
    app.processEvents()
    window.grab().save(str(folder / f"frame-{mark}.png"))
    window.open_entities()
    window.toast(
        ToastSpec("Добавлено 37 строк в «Ноябрь»", "из файла «Заявка ноябрь.xlsx»",
                  action="Отменить", key="Ctrl+Z")
    )  # fmt: skip
    app.processEvents()
    window.grab().save(str(folder / f"entity-{mark}.png"))
    window.open_palette()
    app.processEvents()
    window.grab().save(str(folder / f"palette-{mark}.png"))


def main(folder: Path, theme: str) -> None:
    """Paint the pictures of one theme into a folder."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    set_language("ru")
    look.start(app, theme, reduced_motion=True)
    page = components()
    page.show()
    app.processEvents()
    folder.mkdir(parents=True, exist_ok=True)
    mark = f"{theme}@{page.devicePixelRatioF():g}"
    page.grab().save(str(folder / f"components-{mark}.png"))
    page.close()
    with ThreadPoolExecutor(2) as executor:
        window = frame(executor)
        _shoot(window, app, folder, mark)
        small = frame(executor)
        small.resize(1024, 680)
        small.show()
        app.processEvents()
        small.grab().save(str(folder / f"frame-small-{mark}.png"))
        window.close()
        small.close()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if len(sys.argv) > 3:
        os.environ["QT_SCALE_FACTOR"] = sys.argv[3]
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "light")
