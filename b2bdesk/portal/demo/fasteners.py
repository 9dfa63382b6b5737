"""Fasteners of the demo catalogue: bolts, screws, nuts, washers, rods, anchors, plugs."""

from b2bdesk.portal.demo.families import Family, Make, Size, makes, round_sizes, thread_sizes

_BRANDS = (
    ("Крепмаш", 100),
    ("Метизный двор", 94),
    ("Fixor", 118),
    ("ТехноКрепь", 106),
    ("Стальком", 97),
    ("Bolzen", 131),
    ("Уралметиз", 92),
    ("NordFast", 124),
)
_CLASSES = (
    (", кл. 8.8, оцинкованный", "88Z", 100),
    (", кл. 5.8, оцинкованный", "58Z", 82),
    (", кл. 10.9, без покрытия", "109", 121),
    (", нержавеющий А2", "A2", 310),
    (", кл. 8.8, горячий цинк", "88H", 158),
    (", нержавеющий А4", "A4", 405),
    (", кл. 12.9, без покрытия", "129", 150),
)
_SOFT = (
    (", оцинкованная", "Z", 100),
    (", без покрытия", "B", 84),
    (", нержавеющая А2", "A2", 330),
    (", горячий цинк", "H", 160),
    (", нержавеющая А4", "A4", 430),
)
_SCREW = (
    (", оцинкованный", "Z", 100),
    (", жёлтый цинк", "Y", 104),
    (", фосфатированный", "F", 96),
    (", нержавеющий А2", "A2", 340),
)
_SHORT = (10, 12, 16, 20, 25, 30, 35, 40)
_MIDDLE = (16, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80)
_LONG = (25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 90, 100, 110, 120, 130, 140, 150, 160)
_HEAVY = (50, 55, 60, 65, 70, 75, 80, 90, 100, 110, 120, 130, 140, 150, 160, 180, 200)
_FULL = {4: _SHORT, 5: _SHORT, 6: _MIDDLE, 8: _LONG, 10: _LONG, 12: _LONG, 14: _LONG, 16: _LONG}
_BIG = {**_FULL, 18: _HEAVY, 20: _HEAVY, 22: _HEAVY, 24: _HEAVY, 27: _HEAVY, 30: _HEAVY}
_THREADS = (3, 4, 5, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 27, 30, 36)


def _bolt(din: str, name: str, leaf: str, share: int, gauge: int, big: bool = False) -> Family:
    return Family(
        key=f"din{din}",
        path=("Крепёж", "Болты и винты", leaf),
        share=share,
        name=f"{name} DIN {din} {{size}}{{make}}",
        code=din,
        sizes=thread_sizes(_BIG if big else _FULL, 21_000, gauge),
        makes=makes(_BRANDS, _CLASSES, "Исполнение"),
        shape="bolt",
        fits="thread",
        description=(
            f"{name} по стандарту DIN {din}. Применяется в машиностроении, строительстве и "
            "монтаже металлоконструкций вместе с гайками и шайбами того же диаметра."
        ),
        attributes={"Стандарт": f"DIN {din}", "Материал": "сталь"},
    )


def _round(key: str, din: str, name: str, leaf: str, share: int, mass: int) -> Family:
    return Family(
        key=key,
        path=("Крепёж", "Гайки и шайбы", leaf),
        share=share,
        name=f"{name} DIN {din} {{size}}{{make}}",
        code=din,
        sizes=round_sizes(_THREADS, 26_000, mass),
        makes=makes(_BRANDS, _SOFT, "Исполнение"),
        shape="ring",
        fits="thread",
        description=f"{name} по стандарту DIN {din}.",
        attributes={"Стандарт": f"DIN {din}"},
    )


def _tapping(
    key: str, names: tuple[str, str], code: str, table: dict[str, tuple[int, ...]], share: int
) -> Family:
    leaf, name = names
    sizes = tuple(
        Size(
            f"{diameter}×{length}",
            f"{diameter.replace(',', '')}{length:03d}",
            14 + length * int(diameter.replace(",", "")) // 38,
            max(1, length * int(diameter.replace(",", "")) // 900),
            1,
            (("Диаметр, мм", diameter), ("Длина, мм", str(length))),
        )
        for diameter, lengths in table.items()
        for length in lengths
    )
    return Family(
        key=key,
        path=("Крепёж", "Саморезы и шурупы", leaf),
        share=share,
        name=f"{name} {{size}}{{make}}",
        code=code,
        sizes=sizes,
        makes=makes(_BRANDS, _SCREW, "Покрытие"),
        shape="screw",
        description="Саморез для сборочных и монтажных работ, шлиц PH2 или TX.",
    )


_ANCHORS = tuple(
    Size(
        f"{d}×{length}",
        f"{d:02d}{length:03d}",
        150 + d * d * length // 11,
        d * d * length // 190,
        d * d * length // 700 + 1,
        (("Диаметр, мм", str(d)), ("Длина, мм", str(length))),
    )
    for d, lengths in {
        6: (40, 60, 80),
        8: (50, 65, 80, 95, 120),
        10: (65, 80, 95, 115, 130, 150),
        12: (80, 100, 120, 135, 150, 180),
        16: (105, 120, 140, 160, 180, 220),
        20: (125, 160, 200, 250),
        24: (180, 230, 300),
    }.items()
    for length in lengths
)
_PLUGS = tuple(
    Size(
        f"{d}×{length}",
        f"{d:02d}{length:03d}",
        12 + d * length // 9,
        max(1, d * length // 180),
        1,
        (("Диаметр, мм", str(d)), ("Длина, мм", str(length))),
    )
    for d, lengths in {
        5: (25, 30),
        6: (30, 37, 40, 50, 60, 80),
        8: (40, 50, 60, 80, 100, 120),
        10: (50, 60, 80, 100, 120, 160),
        12: (60, 70, 100),
        14: (75, 100),
    }.items()
    for length in lengths
)
_RODS = tuple(
    Size(
        f"М{d}×{length}",
        f"{d:02d}{length:04d}",
        900 + d * d * length // 9,
        617 * d * d * length // 1_250_000,
        d * d * length // 900,
        (("Диаметр, мм", str(d)), ("Длина, мм", str(length))),
        f"М{d}",
    )
    for d in (4, 5, 6, 8, 10, 12, 14, 16, 18, 20, 24, 30)
    for length in (1000, 2000)
)
_TAPPING = {
    "3,5": (16, 19, 25, 32, 35, 41, 45, 51, 55),
    "3,8": (64, 65, 70, 75),
    "4,2": (13, 16, 19, 25, 32, 38, 41, 51, 70, 76, 90),
    "4,8": (19, 28, 29, 35, 50, 51, 60, 70, 76, 100, 120, 140, 150),
    "5,5": (19, 25, 32, 38, 51, 76),
    "6,3": (32, 50, 80, 100, 130),
}
_WOOD = {
    "3,0": (16, 20, 25, 30, 35, 40),
    "3,5": (16, 20, 25, 30, 35, 40, 45, 50),
    "4,0": (20, 25, 30, 35, 40, 45, 50, 60, 70),
    "4,5": (30, 35, 40, 45, 50, 60, 70, 80),
    "5,0": (30, 40, 50, 60, 70, 80, 90, 100, 120),
    "6,0": (40, 50, 60, 70, 80, 90, 100, 120, 140, 160, 180, 200),
}

FAMILIES: tuple[Family, ...] = (
    _bolt("933", "Болт", "Болты с полной резьбой", 90, 105, True),
    _bolt("931", "Болт", "Болты с неполной резьбой", 60, 112, True),
    _bolt("912", "Винт", "Винты с внутренним шестигранником", 60, 108),
    _bolt("7991", "Винт", "Винты потайные", 36, 92),
    _bolt("603", "Болт мебельный", "Болты мебельные", 30, 100),
    _bolt("965", "Винт", "Винты потайные с крестом", 30, 90),
    _bolt("7380", "Винт", "Винты с полукруглой головкой", 24, 96),
    _round("din934", "934", "Гайка", "Гайки шестигранные", 24, 11),
    _round("din985", "985", "Гайка самоконтрящаяся", "Гайки самоконтрящиеся", 16, 12),
    _round("din6923", "6923", "Гайка с фланцем", "Гайки с фланцем", 12, 14),
    _round("din125", "125", "Шайба", "Шайбы плоские", 20, 5),
    _round("din9021", "9021", "Шайба увеличенная", "Шайбы увеличенные", 16, 12),
    _round("din127", "127", "Шайба пружинная", "Шайбы пружинные", 12, 4),
    Family(
        key="din975",
        path=("Крепёж", "Шпильки", "Шпильки резьбовые"),
        share=14,
        name="Шпилька DIN 975 {size}{make}",
        code="975",
        sizes=_RODS,
        makes=makes(_BRANDS, _SOFT, "Исполнение"),
        shape="rod",
        fixed_lot=5,
        box_lots=4,
        fits="thread",
        description="Шпилька резьбовая с метрической резьбой по всей длине.",
        attributes={"Стандарт": "DIN 975"},
    ),
    Family(
        key="anchor",
        path=("Крепёж", "Анкеры и дюбели", "Анкеры клиновые"),
        share=26,
        name="Анкер клиновой {size}{make}",
        code="AK",
        sizes=_ANCHORS,
        makes=makes(_BRANDS, _SCREW[:1] + _SCREW[3:], "Исполнение"),
        shape="bolt",
        description="Анкер для крепления к бетону и природному камню.",
    ),
    Family(
        key="plug",
        path=("Крепёж", "Анкеры и дюбели", "Дюбели распорные"),
        share=26,
        name="Дюбель распорный {size}{make}",
        code="DR",
        sizes=_PLUGS,
        makes=tuple(
            Make(brand, f", {colour}", code, percent, (("Цвет", colour),))
            for brand, percent in _BRANDS
            for colour, code in (("серый", "G"), ("синий", "B"), ("нейлоновый белый", "N"))
        ),
        shape="screw",
        description="Дюбель пластиковый для сплошных и пустотелых оснований.",
    ),
    _tapping("metal", ("Саморезы с прессшайбой", "Саморез с прессшайбой"), "SM", _TAPPING, 40),
    _tapping(
        "drywall", ("Саморезы для гипсокартона", "Саморез по гипсокартону"), "SG", _TAPPING, 40
    ),
    _tapping("wood", ("Шурупы универсальные", "Шуруп универсальный"), "SU", _WOOD, 50),
)
