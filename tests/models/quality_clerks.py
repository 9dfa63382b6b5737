"""A second set of what buyers type, drawn otherwise: what clerks paste, mishear and type in haste.

Each class makes queries out of goods and says itself which goods fit: those whose names have all
the words that were meant, or whose codes have the piece. `SPOKEN` is written by hand: a query and
what the names of the wanted goods look like.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Sequence

from b2bdesk.trade.fold import fold_article, fold_name
from b2bdesk.trade.keyboard import swap_layout
from tests.models.quality_kinds import Good
from tests.models.quality_set import Asked

_SEEN = str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX")
_SIZE = re.compile(r"[МM]?\d+(?:,\d+)?(?:×\d+(?:,\d+)?)+")
_LABELS = (
    "арт. {}", "артикул {}", "№{}", "({})", "{};", "арт.{}", "«{}»", "#{}", "Арт.: {}", "sku {}",
)  # fmt: skip
_AMOUNTS = ("{} 10 шт", "{} - 20шт", "{} 5 шт.", "{}\t10", "{} — 12 штук", "{} x10")
_NUMBERS = ("ШК {}", "штрихкод {}", "EAN {}", "{};", "*{}*", "ean13:{}", "{}\n")
_CODES = ("код {}", "код: {}", "код товара {}", "id {}")
_JUNK = ("шт", "10 шт", "уп.", "шт.", "оптом срочно")
_GERMAN = str.maketrans(
    dict(
        zip(
            "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
            ["a", "b", "v", "g", "d", "e", "e", "j", "z", "i", "j", "k", "l", "m", "n", "o", "p",
             "r", "s", "t", "u", "f", "h", "c", "ch", "sh", "sch", "", "y", "", "e", "ju", "ja"],
            strict=True,
        )
    )
)  # fmt: skip

Made = tuple[str, Callable[[Good], bool]]


def _same(good: Good) -> Callable[[Good], bool]:
    return lambda other: other.n == good.n


def _piece(text: str) -> Callable[[Good], bool]:
    wanted = fold_article(text)
    return lambda other: wanted in fold_article(other.article)


def _named(*words: str) -> Callable[[Good], bool]:
    wanted = set(fold_name(" ".join(words)).split())
    return lambda other: wanted <= set(fold_name(other.name).split())


def _zeros_as_letters(good: Good, chance: random.Random) -> Made | None:
    text = good.article.replace("0", chance.choice("OОo"), chance.choice((1, 9)))
    return (text, _same(good)) if text != good.article else None


def _two_scripts(good: Good, chance: random.Random) -> Made | None:
    """Half of the article without changing the layout: «КМ-ЫЬ-42070»."""
    parts = good.article.split("-")
    at = [n for n, part in enumerate(parts[1:], 1) if re.fullmatch("[A-Z]{2,}", part)]
    if not at or not re.search("[А-Я]", parts[0]):
        return None
    parts[at[0]] = swap_layout(parts[at[0]])
    text = "-".join(parts[: at[0] + 2])
    return text, _piece("-".join(good.article.split("-")[: at[0] + 2]))


def _seen_as_latin(good: Good, chance: random.Random) -> Made | None:
    """A Latin-looking article typed key by key in the Russian layout."""
    seen = good.article.translate(_SEEN)
    if not seen.isascii() or not re.search("[A-Z]{2}", seen):
        return None
    return swap_layout(chance.choice((seen, seen.lower()))), _same(good)


def _labelled(good: Good, chance: random.Random) -> Made:
    return chance.choice(_LABELS).format(good.article), _same(good)


def _with_amount(good: Good, chance: random.Random) -> Made:
    return chance.choice(_AMOUNTS).format(good.article), _same(good)


def _branded(good: Good, chance: random.Random) -> Made | None:
    return (f"{good.brand} {good.article}", _same(good)) if good.brand else None


def _brand_alone(good: Good, chance: random.Random) -> Made:
    return good.brand.lower(), lambda other: other.brand.startswith(good.brand)


def _barcode_end(good: Good, chance: random.Random) -> Made:
    text = good.barcode[-chance.choice((6, 7)) :]
    return text, lambda other: other.barcode.endswith(text) or text in other.code


def _barcode_of_14(good: Good, chance: random.Random) -> Made:
    return "0" + good.barcode, _same(good)


def _barcode_pasted(good: Good, chance: random.Random) -> Made:
    return chance.choice(_NUMBERS).format(good.barcode), _same(good)


def _code_pasted(good: Good, chance: random.Random) -> Made:
    return chance.choice(_CODES).format(good.code), _same(good)


def _sized(change: Callable[[str, str], str], decimal: bool = False) -> Callable[..., Made | None]:
    def made(good: Good, chance: random.Random) -> Made | None:
        found = _SIZE.search(good.name)
        if not (found and found.start()) or good.name[found.start() - 1].isalnum():
            return None
        if decimal != (",0×" in found[0]):
            return None
        word, size = good.name.split()[0], fold_name(found[0])
        fits = lambda other: (  # noqa: E731
            other.name.startswith(word) and f" {size} " in f" {fold_name(other.name)} "
        )
        return change(word.lower(), found[0]), fits

    return made


def _glued(good: Good, chance: random.Random) -> Made | None:
    first, *rest = good.name.split()
    if not rest or not rest[0][0].isdigit() or len(rest[0]) < 3:
        return None
    second = rest[0].rstrip(",")
    return first + second.replace("×", "х"), _named(first, second)


def _capitals_glued(good: Good, chance: random.Random) -> Made | None:
    first, second, *_ = [*good.name.split(), "", ""]
    if not (len(second) > 2 and second.isalpha() and second.isupper()):
        return None
    return first + second, _named(first, second)


def _german(good: Good, chance: random.Random) -> Made | None:
    words = re.findall(r"[А-Яа-яё]{5,}", good.name)[:2]
    if len(words) < 2:
        return None
    return " ".join(words).lower().translate(_GERMAN), _named(*words)


def _with_junk(good: Good, chance: random.Random) -> Made:
    name = fold_name(good.name)
    return f"{good.name} {chance.choice(_JUNK)}", lambda other: fold_name(other.name) == name


CLERKS: dict[str, Callable[[Good, random.Random], Made | None]] = {
    "article, letters O for zeros": _zeros_as_letters,
    "article of two scripts, one layout": _two_scripts,
    "article typed in the Russian layout": _seen_as_latin,
    "article with a label or marks": _labelled,
    "article with an amount": _with_amount,
    "brand and article": _branded,
    "brand alone": _brand_alone,
    "end of a barcode": _barcode_end,
    "barcode of 14 digits": _barcode_of_14,
    "barcode as pasted": _barcode_pasted,
    "code as pasted": _code_pasted,
    "size with a hyphen": _sized(lambda word, size: f"{word} {size.replace('×', '-')}"),
    "size with a slash": _sized(lambda word, size: f"{word} {size.replace('×', '/')}"),
    "size as two numbers": _sized(lambda word, size: f"{word} {size.replace('×', ' ')}"),
    "size without its zero": _sized(
        lambda word, size: f"{word} {size.replace(',0×', 'х')}", decimal=True
    ),
    "word and number glued": _glued,
    "word and abbreviation glued": _capitals_glued,
    "transliteration with j": _german,
    "whole name and an order's words": _with_junk,
}

SPOKEN = """
лампочка свеча | C37
лампа холодный белый | Лампа.*(6500|4000) К
автомат с16 | Выключатель автоматический .* 16 А C
автомат двухполюсный | Выключатель автоматический 2Р
трехполюсный автомат 25 ампер | Выключатель автоматический 3Р 25 А
автомат 4п 63 | Выключатель автоматический 4Р 63 А
выключатель 2-клавишный | Выключатель двухклавишный
выкл 2кл | Выключатель двухклавишный
розетка 2-местная | Розетка двойная
розетка rj45 | RJ-45
розетка интернет | RJ-45
светорегулятор | Диммер
проходной выключатель | Переключатель
ПВС3х2,5 | ПВС 3×2,5
кг 4х10 | КГтп-ХЛ 4×10
кабель нюм 3х1.5 | NYM 3×1,5
NYM-J 3x1,5 | NYM 3×1,5
кабель трехжильный 2,5 | Кабель .*3×2,5
болт с квадратным подголовником | Болт мебельный
гайка с нейлоном м8 | самоконтрящаяся.*М8
гайка нейлон | самоконтрящаяся
гайка с прессшайбой м6 | с фланцем.*М6
саморез п/ш 4,2х19 | прессшайбой 4,2×19
шуруп 4х40 | Шуруп.*4,0×40
шурупы 5*60 желтые | Шуруп.*5,0×60, жёлт
саморез по дереву 4х50 | Шуруп.*4,0×50
винт самонарезающий | Саморез
гофрированная труба ф16 | Гофротруба 16
сверло кобальт | HSS-Co
сверло по бетону 8 | Бур .* 8×
диск для болгарки 230 | Круг отрезной 230
болгарка 125 | Углошлифмашина 125
ушм 125 | Углошлифмашина 125
турбинка 125 | Углошлифмашина 125
болграка | Углошлифмашина
,jkufhrf | Углошлифмашина
торнадо болгарка | Углошлифмашина.*Tornado
наждачная бумага 120 | Шлифбумага.*P120
шкурка зерно 80 | Шлифбумага.*P80
шлифовальная бумага рулон | Шлифбумага рулон
отвёртка крестовая 2 | Отвёртка P[HZ]2
текстмаркер | Текстовыделитель
картридж yellow lx410 | LX410, жёлтый
средство для мытья стекол | для стёкол
гафра 20 | Гофротруба 20
дифф автомат | Дифавтомат
узо 30ма | Дифавтомат.* 30 мА
samorez 4.2x19 | Саморез.*4,2×19
kabel vvg 3x2.5 | ВВГ.*3×2,5
shurup 4x40 | Шуруп.*4,0×40
"""


def drawn(goods: Sequence[Good], kind: str, each: int) -> list[Asked]:
    """Return the queries of a class, none twice, each with all goods that fit it."""
    chance = random.Random(f"clerks:{kind}")
    pool = list(goods)
    chance.shuffle(pool)
    asked: dict[str, Asked] = {}
    for good in pool:
        made = CLERKS[kind](good, chance)
        if made is not None and made[0] not in asked:
            fits = frozenset(other.n for other in goods if made[1](other))
            asked[made[0]] = Asked(kind, made[0], good, fits)
            if len(asked) == each:
                break
    return list(asked.values())


def spoken(goods: Iterable[Good]) -> list[Asked]:
    """Return the queries written by hand; each has goods that fit it."""
    known = list(goods)
    asked: list[Asked] = []
    for line in SPOKEN.strip().splitlines():
        text, _, pattern = line.rpartition(" | ")
        fits = [good for good in known if re.search(pattern, good.name)]
        assert fits, f"no goods for {text!r}"
        asked.append(Asked("spoken", text, fits[0], frozenset(good.n for good in fits)))
    return asked
