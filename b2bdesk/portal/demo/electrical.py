"""Electrical goods of the demo catalogue: cable, protection, wiring devices, light, fixing."""

from b2bdesk.portal.demo.families import Family, Make, Size, makes

_CABLE = (("Кабельград", 100), ("Энергокаб", 104), ("Северкабель", 97), ("ПроводТорг", 91))
_DEVICE = (
    ("Voltex", 100),
    ("Электрощит Юг", 88),
    ("Lumeko", 127),
    ("Amperon", 143),
    ("Контур", 95),
)
_CORES = ((1, 10), (2, 10), (3, 10), (4, 10), (5, 10))
_SECTIONS = (("1,5", 15), ("2,5", 25), ("4", 40), ("6", 60), ("10", 100), ("16", 160), ("25", 250))


def _cable_sizes(rate: int) -> tuple[Size, ...]:
    # About `rate` kopecks per core and tenth of mm²; copper weighs 8.9 g per metre and mm².
    return tuple(
        Size(
            f"{cores}×{section}",
            f"{cores}{tenths:04d}",
            600 + cores * tenths * rate,
            cores * tenths * 13 // 10 + 30,
            cores * tenths * 2 + 20,
            (("Число жил", str(cores)), ("Сечение, мм²", section)),
        )
        for cores, _ in _CORES
        for section, tenths in _SECTIONS
    )


def _cable(key: str, mark: str, tail: str, share: int, rate: int) -> Family:
    return Family(
        key=key,
        path=("Электрика", "Кабель и провод", f"Кабель {mark}"),
        share=share,
        name=f"Кабель {mark} {{size}}{tail}{{make}}",
        code=key.upper(),
        sizes=_cable_sizes(rate),
        makes=tuple(
            Make(brand, words, code, percent + extra)
            for brand, percent in _CABLE
            for words, code, extra in (
                (", бухта 100 м", "100", 0),
                (", барабан", "BRB", -3),
                (", ГОСТ, чёрный", "GB", 4),
                (", ГОСТ, белый", "GW", 4),
            )
        ),
        okei="006",
        shape="cable",
        fixed_lot=100,
        box_lots=5,
        description=f"Кабель силовой {mark} для стационарной прокладки, медная жила.",
        attributes={"Напряжение": "0,66 кВ"},
    )


_CURRENTS = (1, 2, 3, 4, 5, 6, 10, 13, 16, 20, 25, 32, 40, 50, 63)


def _breaker_sizes(base: int) -> tuple[Size, ...]:
    return tuple(
        Size(
            f"{poles}Р {current} А {curve} {kilo} кА",
            f"{poles}-{current:02d}{curve}{kilo.replace(',', '')}",
            (base + current * 90) * poles * (100 if kilo == "4,5" else 128) // 100,
            110 * poles,
            80 * poles,
            (
                ("Число полюсов", str(poles)),
                ("Номинальный ток, А", str(current)),
                ("Характеристика", curve),
                ("Отключающая способность, кА", kilo),
            ),
        )
        for poles in (1, 2, 3, 4)
        for kilo in ("4,5", "6")
        for curve in ("B", "C", "D")
        for current in _CURRENTS
    )


_RESIDUAL = tuple(
    Size(
        f"{poles} {current} А {leak} мА тип {kind}",
        f"{poles[0]}-{current:02d}{leak}{kind}",
        76_000
        + current * 420
        + (42_000 if kind == "A" else 0)
        + (60_000 if poles[0] == "3" else 0),
        210 if poles[0] == "1" else 390,
        150,
        (("Номинальный ток, А", str(current)), ("Ток утечки, мА", str(leak)), ("Тип", kind)),
    )
    for poles in ("1P+N", "3P+N")
    for kind in ("AC", "A")
    for leak in (10, 30, 100, 300)
    for current in (6, 10, 16, 20, 25, 32, 40, 63)
)
_FRAMES = tuple(
    Size(words, code, price, 60, 180)
    for words, code, price in (
        ("Розетка одинарная без заземления", "R1", 9_800),
        ("Розетка одинарная с заземлением", "R1Z", 12_400),
        ("Розетка одинарная с з/к и шторками", "R1S", 14_900),
        ("Розетка двойная с заземлением", "R2Z", 16_830),
        ("Розетка телевизионная", "RTV", 18_700),
        ("Розетка компьютерная RJ-45", "RPC", 24_100),
        ("Выключатель одноклавишный", "V1", 9_400),
        ("Выключатель одноклавишный с подсветкой", "V1L", 11_300),
        ("Выключатель двухклавишный", "V2", 11_900),
        ("Выключатель двухклавишный с подсветкой", "V2L", 13_700),
        ("Переключатель одноклавишный", "P1", 13_100),
        ("Диммер поворотный 400 Вт", "D4", 48_900),
        ("Рамка одноместная", "F1", 3_100),
        ("Рамка двухместная", "F2", 4_675),
        ("Рамка трёхместная", "F3", 6_240),
        ("Рамка четырёхместная", "F4", 8_110),
    )
)
_COLOURS = (
    (", белый", "W", 100),
    (", слоновая кость", "I", 104),
    (", серебро", "S", 128),
    (", антрацит", "A", 131),
    (", шампань", "G", 126),
    (", чёрный матовый", "K", 139),
    (", графит", "H", 133),
)
_LAMPS = tuple(
    Size(
        f"{bulb} {watt} Вт {socket} {kelvin} К",
        f"{bulb[:1]}{bulb[1:]}{watt:02d}{socket}{kelvin // 100}",
        5_600 + watt * 410,
        30 + watt * 3,
        180 + watt * 10,
        (("Мощность, Вт", str(watt)), ("Цоколь", socket), ("Температура, К", str(kelvin))),
    )
    for bulb, socket, watts in (
        ("A60", "E27", (7, 9, 11, 13, 15, 20)),
        ("G45", "E27", (5, 7, 9)),
        ("G45", "E14", (5, 7, 9)),
        ("C37", "E14", (5, 7, 9)),
        ("MR16", "GU5.3", (5, 7, 9)),
        ("GX53", "GX53", (6, 8, 12)),
    )
    for watt in watts
    for kelvin in (2700, 3000, 4000, 6500)
)
_TIES = tuple(
    Size(
        f"{width}×{length}",
        f"{width.replace(',', '')}{length:03d}",
        24 + int(width.replace(",", "")) * length // 280,
        1 + int(width.replace(",", "")) * length // 9_000,
        2,
        (("Ширина, мм", width), ("Длина, мм", str(length))),
    )
    for width, lengths in {
        "2,5": (80, 100, 120, 150, 200),
        "3,6": (150, 200, 250, 300, 370),
        "4,8": (200, 250, 300, 350, 370, 400, 450, 500),
        "7,6": (200, 300, 350, 400, 450, 500),
        "9,0": (530, 610, 760, 920),
    }.items()
    for length in lengths
)
_PIPES = tuple(
    Size(
        f"{diameter} мм",
        f"{diameter:02d}",
        780 + diameter * 47,
        diameter * 3,
        diameter * 28,
        (("Диаметр, мм", str(diameter)),),
    )
    for diameter in (16, 20, 25, 32, 40, 50, 63)
)

FAMILIES: tuple[Family, ...] = (
    _cable("vvgng", "ВВГнг(А)-LS", " 0,66 кВ", 40, 62),
    _cable("vvgp", "ВВГ-Пнг(А)-LS", " плоский", 24, 60),
    _cable("pvs", "ПВС", "", 24, 55),
    _cable("kg", "КГтп-ХЛ", "", 18, 71),
    _cable("nym", "NYM", "", 16, 74),
    Family(
        key="mcb",
        path=("Электрика", "Модульное оборудование", "Автоматические выключатели"),
        share=90,
        name="Выключатель автоматический {size}{make}",
        code="MCB",
        sizes=_breaker_sizes(17_400),
        makes=makes(_DEVICE, ((" серии Домовой", "D", 100), (" серии Пром", "P", 134))),
        shape="breaker",
        fixed_lot=12,
        box_lots=10,
        description="Защита линий от перегрузки и короткого замыкания, на DIN-рейку.",
    ),
    Family(
        key="rcbo",
        path=("Электрика", "Модульное оборудование", "Дифференциальные автоматы"),
        share=40,
        name="Дифавтомат {size}{make}",
        code="RCB",
        sizes=_RESIDUAL,
        makes=makes(_DEVICE, ((" серии Домовой", "D", 100), (" серии Пром", "P", 129))),
        shape="breaker",
        fixed_lot=1,
        description="Защита от сверхтока и тока утечки в одном корпусе.",
    ),
    Family(
        key="wiring",
        path=("Электрика", "Розетки и выключатели", "Скрытая установка"),
        share=56,
        name="{size}{make}",
        code="RV",
        sizes=_FRAMES,
        makes=makes(_DEVICE, _COLOURS, "Цвет"),
        shape="socket",
        fixed_lot=10,
        box_lots=10,
        description="Механизм или рамка скрытой установки, серия на винтовых зажимах.",
    ),
    Family(
        key="lamp",
        path=("Электрика", "Свет", "Лампы светодиодные"),
        share=50,
        name="Лампа светодиодная {size}{make}",
        code="LED",
        sizes=_LAMPS,
        makes=makes(_DEVICE, (("", "S", 100), (", диммируемая", "D", 152))),
        shape="lamp",
        fixed_lot=10,
        box_lots=10,
        description="Светодиодная лампа, срок службы 30 000 ч, индекс цветопередачи 80.",
    ),
    Family(
        key="tie",
        path=("Электрика", "Монтаж кабеля", "Стяжки кабельные"),
        share=26,
        name="Стяжка кабельная {size} нейлон{make}",
        code="TY",
        sizes=_TIES,
        makes=makes(_DEVICE, ((", чёрная", "B", 100), (", белая", "W", 98)), "Цвет"),
        shape="tie",
        fixed_lot=100,
        box_lots=20,
        description="Хомут-стяжка из полиамида 6.6 для жгутов и кабеля.",
    ),
    Family(
        key="pipe",
        path=("Электрика", "Монтаж кабеля", "Трубы гофрированные"),
        share=14,
        name="Гофротруба {size}{make}",
        code="GT",
        sizes=_PIPES,
        makes=makes(
            _DEVICE,
            (
                (" ПВХ с протяжкой, бухта 100 м", "PV", 100),
                (" ПНД с протяжкой, бухта 50 м", "PN", 118),
                (" ПВХ лёгкая, бухта 25 м", "PL", 86),
            ),
            "Исполнение",
        ),
        okei="006",
        shape="coil",
        fixed_lot=50,
        box_lots=2,
        description="Труба гибкая гофрированная для прокладки кабеля.",
    ),
)
