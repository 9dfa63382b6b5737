"""Office supplies of the demo catalogue: paper, writing, files, household (VAT 22 and 10)."""

from b2bdesk.portal.demo.families import Family, Size, makes

_BRANDS = (
    ("Писарь", 100),
    ("Клерк", 91),
    ("Офис-Класс", 112),
    ("Inkline", 134),
    ("Северная бумага", 96),
)
_PENS = (
    ("синяя", "S", 100),
    ("чёрная", "K", 100),
    ("красная", "R", 101),
    ("зелёная", "G", 101),
    ("фиолетовая", "V", 103),
)
_COVERS = (
    (", синий", "S", 100),
    (", красный", "R", 100),
    (", чёрный", "K", 100),
    (", зелёный", "G", 100),
    (", жёлтый", "Y", 101),
    (", серый", "E", 101),
)
_PAPER = tuple(
    Size(
        f"{size}, {gsm} г/м², {sheets} л.",
        f"{size}{gsm}{sheets}",
        price * gsm * sheets // 40_000,
        weight * gsm * sheets // 40_000,
        weight * sheets // 300,
        (("Формат", size), ("Плотность, г/м²", str(gsm)), ("Листов", str(sheets))),
    )
    for size, price, weight in (("A4", 34_500, 2_500), ("A3", 71_000, 5_000), ("A5", 19_000, 1_250))
    for gsm in (80, 90, 100, 120, 160, 200)
    for sheets in (100, 250, 500)
)
_WRITERS = tuple(
    Size(
        f"{kind} {width} мм",
        f"{code}{width.replace(',', '')}",
        price,
        9,
        14,
        (("Вид", kind), ("Линия, мм", width)),
    )
    for kind, code, price in (
        ("Ручка шариковая", "PB", 1_150),
        ("Ручка шариковая автоматическая", "PA", 2_240),
        ("Ручка гелевая", "PG", 2_980),
        ("Ручка роллер", "PR", 6_700),
        ("Линер", "LI", 5_100),
        ("Маркер перманентный", "MP", 4_350),
        ("Маркер для доски", "MD", 4_990),
        ("Текстовыделитель", "TV", 3_890),
    )
    for width in ("0,5", "0,7", "1,0", "2,0", "4,0")
)
_BINDERS = tuple(
    Size(
        f"{kind} {size} {width} мм",
        f"{code}{size}{width:02d}",
        price + width * 45,
        weight,
        weight * 9,
        (("Формат", size), ("Корешок, мм", str(width))),
    )
    for kind, code, price, weight in (
        ("Папка-регистратор", "PR", 15_400, 420),
        ("Папка на кольцах", "PK", 11_900, 260),
        ("Папка с зажимом", "PZ", 6_400, 180),
        ("Скоросшиватель пластиковый", "SK", 1_490, 40),
        ("Короб архивный", "KA", 13_300, 390),
    )
    for size in ("A4", "A5", "A3")
    for width in (20, 30, 50, 75, 100)
)
_NOTEBOOKS = tuple(
    Size(
        f"{sheets} л., {ruling}",
        f"{sheets:02d}{code}",
        420 + sheets * 62,
        20 + sheets * 3,
        30 + sheets * 4,
        (("Листов", str(sheets)), ("Линовка", ruling)),
    )
    for sheets in (12, 18, 24, 48, 60, 80, 96)
    for ruling, code in (("клетка", "K"), ("линия", "L"), ("косая линия", "O"), ("точка", "T"))
)
_CARTRIDGES = tuple(
    Size(
        f"для {printer} {model}, {colour}",
        f"{printer[:2].upper()}{model}{code}",
        price,
        700,
        4_200,
        (("Цвет", colour), ("Модель", model)),
    )
    for printer, models, price in (
        ("Printex", ("LX105", "LX205", "LX305", "LX410"), 129_000),
        ("Kopira", ("C7010", "C7020", "C9200"), 178_000),
        ("Docuway", ("D2100", "D2300", "D4500", "D4600"), 154_000),
    )
    for model in models
    for colour, code in (("чёрный", "K"), ("голубой", "C"), ("пурпурный", "M"), ("жёлтый", "Y"))
)
_HOUSE = tuple(
    Size(words, code, price, weight, weight * 2, keeps=keeps)
    for words, code, price, weight, keeps in (
        ("Бумага туалетная 2-слойная, 12 рулонов", "TP12", 27_900, 1_250, 0),
        ("Полотенца бумажные листовые V, 250 л.", "PV25", 9_900, 380, 0),
        ("Салфетки 24×24, 400 шт.", "SL40", 14_900, 500, 0),
        ("Мыло жидкое 5 л", "ML5", 38_900, 5_200, 24),
        ("Мыло жидкое 500 мл", "ML05", 10_400, 560, 24),
        ("Средство для мытья пола 5 л", "MP5", 52_400, 5_300, 36),
        ("Средство для стёкол 500 мл", "MS05", 13_200, 560, 36),
        ("Мешки для мусора 30 л, 30 шт.", "MM30", 7_600, 180, 0),
        ("Мешки для мусора 60 л, 20 шт.", "MM60", 9_800, 260, 0),
        ("Мешки для мусора 120 л, 10 шт.", "MM12", 14_300, 420, 0),
        ("Губки для посуды, 5 шт.", "GP5", 5_300, 60, 0),
        ("Вода питьевая 19 л", "VP19", 31_000, 19_400, 6),
    )
)

FAMILIES: tuple[Family, ...] = (
    Family(
        key="paper",
        path=("Канцелярия", "Бумага", "Бумага для офисной техники"),
        share=16,
        name="Бумага офисная {size}{make}",
        code="BM",
        sizes=_PAPER,
        makes=makes(_BRANDS, ((", класс C", "C", 100), (", класс A", "A", 131))),
        okei="728",
        shape="paper",
        fixed_lot=5,
        box_lots=10,
        description="Бумага для копиров и принтеров, белизна 146–170 % CIE.",
    ),
    Family(
        key="pen",
        path=("Канцелярия", "Письмо", "Ручки и маркеры"),
        share=34,
        name="{size}, {make}",
        code="RU",
        sizes=_WRITERS,
        makes=makes(_BRANDS, _PENS, "Цвет"),
        shape="pen",
        fixed_lot=12,
        box_lots=12,
        description="Пишущий узел с ровной линией, чернила на масляной основе.",
    ),
    Family(
        key="binder",
        path=("Канцелярия", "Папки", "Регистраторы и скоросшиватели"),
        share=30,
        name="{size}{make}",
        code="PP",
        sizes=_BINDERS,
        makes=makes(_BRANDS, _COVERS, "Цвет"),
        shape="binder",
        fixed_lot=10,
        box_lots=5,
        description="Для хранения документов, карман на корешке.",
    ),
    Family(
        key="notebook",
        path=("Канцелярия", "Бумага", "Тетради школьные"),
        share=14,
        name="Тетрадь школьная {size}{make}",
        code="TT",
        sizes=_NOTEBOOKS,
        makes=makes(_BRANDS, _COVERS[:4], "Обложка"),
        vat="10",
        shape="paper",
        fixed_lot=20,
        box_lots=10,
        description="Тетрадь на скрепке, бумага 60 г/м².",
    ),
    Family(
        key="toner",
        path=("Канцелярия", "Расходные материалы", "Картриджи"),
        share=10,
        name="Картридж {size}{make}",
        code="KR",
        sizes=_CARTRIDGES,
        makes=makes(_BRANDS[:3], ((", совместимый", "C", 60), (", повышенной ёмкости", "X", 100))),
        shape="box",
        fixed_lot=1,
        keeps=24,
        description="Тонер-картридж, ресурс при 5 % заполнении листа.",
    ),
    Family(
        key="house",
        path=("Канцелярия", "Хозяйство", "Хозяйственные товары"),
        share=8,
        name="{size}{make}",
        code="HZ",
        sizes=_HOUSE,
        makes=makes(_BRANDS, (("", "S", 100), (" Эко", "E", 112), (" Профи", "P", 126))),
        shape="bottle",
        fixed_lot=6,
        box_lots=4,
        description="Хозяйственные товары для офиса и склада.",
    ),
)
