"""The page of all components and their states, as in the target pictures `j-components`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.ui.itemmodels.base_list import ListRowModel
from b2bdesk.ui.theme import look, paint
from b2bdesk.ui.theme.tokens import ENTITY_COLOURS
from b2bdesk.ui.widgets.badges import Avatar, Badge
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
from b2bdesk.ui.widgets.chip import Chip, ChipSpec
from b2bdesk.ui.widgets.date_field import DateField
from b2bdesk.ui.widgets.field import Field
from b2bdesk.ui.widgets.grid import (
    QUANTITY,
    STATE,
    Cell,
    Column,
    DeskGrid,
    GridRow,
    RowState,
)  # fmt: skip
from b2bdesk.ui.widgets.labels import Panel, PlainLabel
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


def _quantities() -> DeskGrid:
    """Plain, under the cursor, not committed yet, refused."""
    columns = [Column("what", "", width=150, weak=True), Column("qty", "", QUANTITY, 90)]
    grid = DeskGrid("Ячейка количества")
    model: ListRowModel[int] = ListRowModel(columns, int, _quantity_row, grid)
    model.set_rows(range(4))
    grid.set_rows_model(model)
    grid.horizontalHeader().hide()
    grid.setFixedSize(250, 24 * 4 + 2)
    grid.go_to(1, "qty")
    model.set_pending(2, "qty", "400")
    model.refuse(3, "qty", "0", "Кратность 50")
    return grid


def _quantity_row(raw: int, _number: int) -> GridRow:
    words = ("обычная", "выбрана", "не записана", "ошибка")[raw]
    return GridRow(raw, {"what": words, "qty": "400"})


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
    rows = (_title("Состояния строки: край + знак + слова"), _states(), _quantities())
    parts: tuple[tuple[int, Sequence[QWidget]], ...] = (
        (416, (head, *_buttons(), *_chips(), *_fields())),
        (430, (*rows, *_messages())),
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
