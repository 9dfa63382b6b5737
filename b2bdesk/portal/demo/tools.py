"""Tools and consumables of the demo catalogue: drills, discs, hand tools, power tools, safety."""

from b2bdesk.portal.demo.families import Family, Make, Size, makes

_BRANDS = (
    ("Мастак", 100),
    ("Ковач", 109),
    ("Tornado", 138),
    ("ИнструментПром", 88),
    ("Hartmeister", 176),
    ("Верстак", 94),
)


def _decimal(tenths: int) -> str:
    return f"{tenths // 10},{tenths % 10}"


_METAL_DRILLS = tuple(
    Size(
        f"{_decimal(tenths)}×{length}",
        f"{tenths:03d}{length:03d}",
        2_100 + tenths * tenths * length // 190,
        1 + tenths * tenths * length // 21_000,
        1 + tenths * length // 800,
        (("Диаметр, мм", _decimal(tenths)), ("Длина, мм", str(length))),
    )
    for tenths, length in (
        *((t, 34 + t) for t in range(10, 60, 5)),
        *((t, 40 + t) for t in range(60, 135, 5)),
    )
)
_MASONRY = tuple(
    Size(
        f"SDS-plus {d}×{length}",
        f"{d:02d}{length:03d}",
        6_400 + d * length * 5,
        d * length // 11,
        d * length // 20,
        (("Диаметр, мм", str(d)), ("Длина, мм", str(length)), ("Хвостовик", "SDS-plus")),
    )
    for d in (5, 6, 7, 8, 10, 12, 14, 16, 18, 20)
    for length in (110, 160, 210, 260, 310, 450, 600)
)
_DISCS = tuple(
    Size(
        f"{d}×{thick}×22,2",
        f"{d}{thick.replace(',', ''):0>2}",
        2_200 + d * int(thick.replace(",", "")) // 2,
        d * d * int(thick.replace(",", "")) // 9_000,
        d,
        (("Диаметр, мм", str(d)), ("Толщина, мм", thick)),
    )
    for d in (115, 125, 150, 180, 230)
    for thick in ("1,0", "1,2", "1,6", "2,0", "2,5", "3,0", "6,0")
)
_SANDPAPER = tuple(
    Size(
        f"{form} P{grit}",
        f"{code}{grit:04d}",
        price - grit // 4,
        weight,
        weight * 2,
        (("Зернистость", f"P{grit}"), ("Формат", form)),
    )
    for form, code, price, weight in (
        ("лист 230×280", "L", 2_400, 22),
        ("круг 125 на липучке, 8 отв.", "K8", 1_900, 9),
        ("круг 150 на липучке", "K15", 2_300, 12),
        ("лента 75×457", "B75", 6_800, 40),
        ("рулон 115 мм × 5 м", "R5", 31_000, 320),
    )
    for grit in (40, 60, 80, 100, 120, 150, 180, 240, 320, 400, 600)
)
_WRENCHES = tuple(
    Size(
        f"{mm} мм",
        f"{mm:02d}",
        7_900 + mm * mm * 34,
        18 + mm * mm // 2,
        20 + mm * mm,
        (("Размер, мм", str(mm)),),
    )
    for mm in (*range(6, 23), 24, 27, 30, 32, 36, 41)
)
_DRIVERS = tuple(
    Size(
        f"{tip}×{length}",
        f"{tip.replace('.', '').replace(',', '')}{length:03d}",
        9_000 + length * 46,
        40 + length // 3,
        90 + length,
        (("Наконечник", tip), ("Длина, мм", str(length))),
    )
    for tip in ("PH0", "PH1", "PH2", "PH3", "PZ1", "PZ2", "SL4,0", "SL5,5", "SL6,5", "T15", "T20")
    for length in (75, 100, 125, 150, 200)
)
_GLOVES = tuple(
    Size(
        f"{kind}, размер {size}",
        f"{code}{size:02d}",
        price + size * 35,
        60 + size * 2,
        260,
        (("Размер", str(size)), ("Вид", kind)),
    )
    for kind, code, price in (
        ("х/б с ПВХ точка", "XB", 2_700),
        ("нейлоновые с нитрилом", "NN", 8_400),
        ("спилковые комбинированные", "SK", 24_800),
        ("нитриловые одноразовые, 50 пар", "ND", 61_000),
        ("утеплённые акриловые", "UA", 14_600),
        ("антипорезные класс 5", "AP", 39_900),
    )
    for size in (7, 8, 9, 10, 11)
)
_POWER = tuple(
    Size(words, code, price, weight, weight * 3, (("Мощность", power),))
    for words, code, price, weight, power in (
        ("Дрель-шуруповёрт аккумуляторная 12 В, 2×2,0 А·ч", "D12", 589_000, 1_400, "12 В"),
        ("Дрель-шуруповёрт аккумуляторная 18 В, 2×2,0 А·ч", "D18", 789_000, 1_700, "18 В"),
        ("Дрель-шуруповёрт ударная 18 В, 2×4,0 А·ч", "D18I", 1_189_000, 2_100, "18 В"),
        ("Дрель ударная 650 Вт", "DR65", 399_000, 2_000, "650 Вт"),
        ("Перфоратор SDS-plus 800 Вт, 2,6 Дж", "P26", 789_000, 3_200, "800 Вт"),
        ("Перфоратор SDS-plus 1100 Вт, 4 Дж", "P40", 1_119_000, 4_600, "1100 Вт"),
        ("Углошлифмашина 125 мм, 900 Вт", "G12", 449_000, 2_100, "900 Вт"),
        ("Углошлифмашина 230 мм, 2200 Вт", "G23", 899_000, 5_300, "2200 Вт"),
        ("Лобзик электрический 710 Вт", "J71", 519_000, 2_400, "710 Вт"),
        ("Пила циркулярная 190 мм, 1400 Вт", "C19", 899_000, 4_300, "1400 Вт"),
        ("Фен строительный 2000 Вт", "F20", 329_000, 900, "2000 Вт"),
        ("Миксер строительный 1400 Вт", "M14", 789_000, 4_900, "1400 Вт"),
    )
)
_PLAIN = (("", "S", 100), (", блистер", "B", 108))

FAMILIES: tuple[Family, ...] = (
    Family(
        key="hss",
        path=("Инструмент", "Оснастка", "Свёрла по металлу"),
        share=30,
        name="Сверло по металлу {size}{make}",
        code="HSS",
        sizes=_METAL_DRILLS,
        makes=makes(
            _BRANDS, ((", HSS-R", "R", 72), (", HSS-G", "G", 100), (", HSS-Co 5 %", "C", 188))
        ),
        shape="drill",
        fixed_lot=10,
        description="Сверло спиральное с цилиндрическим хвостовиком, DIN 338.",
    ),
    Family(
        key="sds",
        path=("Инструмент", "Оснастка", "Буры SDS-plus"),
        share=26,
        name="Бур {size}{make}",
        code="SDS",
        sizes=_MASONRY,
        makes=makes(_BRANDS, ((", 2 кромки", "2", 100), (", 4 кромки", "4", 171))),
        shape="drill",
        fixed_lot=5,
        description="Бур по бетону и камню с твердосплавной пластиной.",
    ),
    Family(
        key="disc",
        path=("Инструмент", "Оснастка", "Круги отрезные"),
        share=24,
        name="Круг отрезной {size}{make}",
        code="KO",
        sizes=_DISCS,
        makes=makes(_BRANDS, ((", по металлу", "M", 100), (", по нержавеющей стали", "N", 121))),
        shape="disc",
        fixed_lot=25,
        box_lots=8,
        keeps=36,
        description="Круг отрезной для угловых шлифовальных машин.",
    ),
    Family(
        key="sand",
        path=("Инструмент", "Оснастка", "Шлифовальная бумага"),
        share=24,
        name="Шлифбумага {size}{make}",
        code="SH",
        sizes=_SANDPAPER,
        makes=makes(_BRANDS, ((", электрокорунд", "E", 100), (", карбид кремния", "K", 137))),
        shape="sheet",
        fixed_lot=10,
        description="Абразив на бумажной или тканевой основе.",
    ),
    Family(
        key="wrench",
        path=("Инструмент", "Ручной инструмент", "Ключи комбинированные"),
        share=18,
        name="Ключ комбинированный {size}{make}",
        code="KK",
        sizes=_WRENCHES,
        makes=makes(_BRANDS, ((", CrV", "C", 100), (", оцинкованный", "Z", 71))),
        shape="wrench",
        fixed_lot=5,
        description="Ключ с рожковым и накидным зевом одного размера.",
    ),
    Family(
        key="driver",
        path=("Инструмент", "Ручной инструмент", "Отвёртки"),
        share=20,
        name="Отвёртка {size}{make}",
        code="OT",
        sizes=_DRIVERS,
        makes=makes(_BRANDS, (*_PLAIN, (", диэлектрическая 1000 В", "D", 164))),
        shape="driver",
        fixed_lot=6,
        description="Отвёртка с двухкомпонентной рукояткой, жало CrV.",
    ),
    Family(
        key="gloves",
        path=("Инструмент", "Средства защиты", "Перчатки"),
        share=14,
        name="Перчатки {size}{make}",
        code="PR",
        sizes=_GLOVES,
        makes=makes(_BRANDS, (("", "S", 100), (", чёрные", "K", 104))),
        okei="715",
        shape="glove",
        fixed_lot=12,
        box_lots=10,
        description="Перчатки рабочие, цена за пару.",
    ),
    Family(
        key="power",
        path=("Инструмент", "Электроинструмент", "Дрели, перфораторы, пилы"),
        share=10,
        name="{size}{make}",
        code="EL",
        sizes=_POWER,
        makes=tuple(
            Make(brand, f" {brand} {line}".rstrip(), line[:1] or "S", percent + extra)
            for brand, percent in _BRANDS
            for line, extra in (("", 0), ("Pro", 36), ("Eco", -14))
        ),
        shape="power",
        fixed_lot=1,
        description="Электроинструмент с гарантией 3 года, кейс в комплекте.",
    ),
)
