"""The ways buyers type what they look for, each made out of a good by chance."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from b2bdesk.trade.fold import fold_article
from b2bdesk.trade.keyboard import swap_layout


@dataclass(frozen=True, slots=True)
class Good:
    """What is looked for."""

    n: int
    article: str
    name: str
    brand: str
    code: str = ""
    barcode: str = ""


_TO_CYRILLIC = str.maketrans("ABEKMHOPCTYX", "АВЕКМНОРСТУХ")
_TO_LATIN = str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX")
_SPELT = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        ["a", "b", "v", "g", "d", "e", "yo", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p",
         "r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "sch", "", "y", "", "e", "yu", "ya"],
        strict=True,
    )
)  # fmt: skip
_SAID = {
    "fixor": "фиксор", "voltex": "вольтекс", "lumeko": "люмеко", "amperon": "амперон",
    "tornado": "торнадо", "nym": "ним",
}  # fmt: skip
_ENDINGS = (
    (r"(?<=[а-яё]{3})(ый|ой)\b", ("ого", "ые", "ым")),
    (r"(?<=[а-яё]{3})ий\b", ("ого", "ие", "им")),
    (r"(?<=[а-яё]{3})ая\b", ("ую", "ой", "ые")),
    (r"(?<=[а-яё]{3})ое\b", ("ого", "ые")),
    (r"(?<=[а-яё]{3})ка\b", ("ки", "ку", "кой")),
    (r"(?<=[а-яё]{3})(ель|ь)\b", ("ели", "елей")),
)
_SYNONYMS = (
    ("Выключатель автоматический", ("автомат", "автоматы")),
    ("Дифавтомат", ("авдт", "дифференциальный автомат")),
    ("Гофротруба", ("гофра", "труба гофрированная")),
    ("Стяжка кабельная", ("хомут", "хомут кабельный")),
    ("Шлифбумага", ("наждачка", "шкурка", "наждачная бумага")),
    ("Круг отрезной", ("отрезной диск", "диск отрезной")),
    ("Шайба пружинная", ("гровер", "шайба гровера")),
    ("Саморез по гипсокартону", ("саморез ГКЛ", "саморез для гкл")),
    ("Лампа светодиодная", ("лампочка светодиодная", "лампа LED", "led лампа")),
    ("Ключ комбинированный", ("ключ рожково-накидной",)),
    ("Болт DIN 933", ("болт ГОСТ 7798", "болт ISO 4017")),
    ("Гайка DIN 934", ("гайка ГОСТ 5915", "гайка iso 4032")),
    ("Шайба DIN 125", ("шайба ГОСТ 11371",)),
    ("Винт DIN 912", ("винт имбус", "винт с внутренним шестигранником")),
    ("Шуруп универсальный", ("саморез универсальный",)),
    ("Кабель ПВС", ("провод ПВС",)),
    ("Текстовыделитель", ("выделитель", "маркер-выделитель")),
)
_SHORT = (
    ("оцинкованн", "оц"), ("оцинкованн", "оцинк."), ("нержавеющ", "нерж"), ("без покрытия", ""),
    ("автоматический", "авт."), ("Выключатель", "выкл"), ("светодиодная", "светод."),
    ("комбинированный", "комб."), ("самоконтрящаяся", "самоконтр."), ("пружинная", "пруж."),
    ("универсальный", "универс."), ("отрезной", "отрезн."), ("кабельная", "каб."),
)  # fmt: skip


def _plain(name: str) -> str:
    return name.replace("×", "х").replace(",", ".").replace(". ", " ")


def _typo(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    kind = chance.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == 2:
        return word[:at] + word[at] + word[at:]
    return word[:at] + chance.choice("аоеинт") + word[at + 1 :]


def _typos(count: int) -> Callable[[Good, random.Random], str]:
    def made(good: Good, chance: random.Random) -> str:
        words = _plain(good.name).split()
        long = [at for at, word in enumerate(words) if re.fullmatch("[А-Яа-яё]{6,}", word)]
        if not long:
            return ""
        for _ in range(count):
            at = chance.choice(long)
            words[at] = _typo(words[at], chance)
        return " ".join(words)

    return made


def _article_typo(good: Good, chance: random.Random) -> str:
    places = [at for at, sign in enumerate(good.article) if sign.isdigit()]
    if len(good.article) < 9 or not places:
        return ""
    at = chance.choice(places)
    return good.article[:at] + chance.choice("0123456789") + good.article[at + 1 :]


def _swapped_pairs(good: Good, chance: random.Random) -> str:
    signs = good.article
    if len(signs) < 9:
        return ""
    at = chance.randrange(1, len(signs) - 2)
    if signs[at] == signs[at + 1]:
        return ""
    return signs[:at] + signs[at + 1] + signs[at] + signs[at + 2 :]


def _piece(good: Good, chance: random.Random) -> str:
    signs = fold_article(good.article)
    if len(signs) < 7:
        return ""
    length = chance.randint(5, len(signs) - 2)
    at = chance.randint(1, len(signs) - length - 1) if len(signs) - length > 1 else 1
    return signs[at : at + length]


def _front(good: Good, chance: random.Random) -> str:
    return good.article[: chance.randint(4, max(5, len(good.article) - 1))]


def _synonym(good: Good, chance: random.Random) -> str:
    for said, others in _SYNONYMS:
        if good.name.startswith(said):
            return chance.choice(others) + _plain(good.name[len(said) :])
    return ""


def _shortened(good: Good, _chance: random.Random) -> str:
    name = _plain(good.name)
    made = name
    for whole, short in _SHORT:
        made = re.sub(rf"{whole}\w*", short, made)
    return made.lower() if made != name else ""


def _forms(good: Good, chance: random.Random) -> str:
    name = good.name
    for ending, others in _ENDINGS:
        name = re.sub(ending, chance.choice(others), name)
    return name.lower() if name != good.name else ""


def _one_form(good: Good, chance: random.Random) -> str:
    first, _, rest = _plain(good.name).partition(" ")
    if not re.fullmatch("[А-Яа-яё]{4,}", first) or first[-1] in "йьея":
        return ""
    base = first[:-1] if first[-1] == "а" else first
    return (
        f"{base}{chance.choice(('ы', 'ов', 'ам'))} {rest}".lower() if base[-1] not in "кгх" else ""
    )


def _sizes(sign: str) -> Callable[[Good, random.Random], str]:
    def made(good: Good, _chance: random.Random) -> str:
        if "×" not in good.name:
            return ""
        return good.name.replace("×", sign).replace(",", "." if sign == "*" else ",").lower()

    return made


def _bare_thread(good: Good, _chance: random.Random) -> str:
    return re.sub(r"\bМ(?=\d)", "", _plain(good.name)) if re.search(r"\bМ\d", good.name) else ""


def _with_unit(good: Good, chance: random.Random) -> str:
    """Units where the name has none, and in other spelling where it has them."""
    name = good.name
    if name.startswith("Кабель"):
        made = re.sub(
            r"(\d×\d+(?:,\d)?)", r"\1" + chance.choice(("мм2", " мм²", " кв.мм")), name, count=1
        )
        return _plain(made) if "." not in made.split("×")[0] else ""
    made = re.sub(r"(\d) (мм|Вт|А|К|В|л|м)\b", r"\1\2", name)
    if made == name:
        made = re.sub(r"(\d)(мм|Вт|А|К|В)\b", r"\1 \2", name)
    return _plain(made).lower() if made != name else ""


def _long_unit(good: Good, _chance: random.Random) -> str:
    made = good.name
    for short, long in ((r"А\b", "ампер"), (r"Вт\b", "ватт"), (r"мм\b", "миллиметров")):
        made = re.sub(rf"(?<=\d) {short}", f" {long}", made)
    return _plain(made).lower() if made != good.name else ""


def _round(good: Good, chance: random.Random) -> str:
    if not re.search(r"^(Сверло|Круг|Гофротруба|Бур)", good.name):
        return ""
    sign = chance.choice(("Ø", "ф", "⌀"))
    return re.sub(r"(?<![\d×,])(\d)", sign + r"\1", _plain(good.name), count=1)


def _other_layout(good: Good, _chance: random.Random) -> str:
    return " ".join(
        swap_layout(word) if re.search("[а-яё]", word) and not re.search("[a-z]", word) else word
        for word in _plain(good.name).lower().split()
    )


def _whole_layout(good: Good, _chance: random.Random) -> str:
    return swap_layout(good.name.replace("×", "х")) if not re.search("[A-Za-z]", good.name) else ""


def _article_layout(good: Good, _chance: random.Random) -> str:
    return swap_layout(good.article) if re.fullmatch(r"[А-Я]{2}[-\d]+", good.article) else ""


def _spelt(good: Good, _chance: random.Random) -> str:
    words = [
        "".join(_SPELT.get(sign, sign) for sign in word)
        if re.fullmatch("[а-яё]{3,}", word)
        else word
        for word in _plain(good.name).lower().split()
    ]
    return " ".join(words)


def _said(good: Good, _chance: random.Random) -> str:
    brand = good.brand.split()[0].lower() if good.brand else ""
    return f"{_SAID[brand]} {_plain(good.name)}" if brand in _SAID else ""


def _tokens(text: str) -> list[str]:
    """Words with a number and its unit kept together, as people move them."""
    return re.findall(r"\d[\d.,]*\s(?:А|кА|мА|Вт|В|К|мм|м|л|г|шт|кВ)\b\.?|\S+", _plain(text))


def _shuffled(good: Good, chance: random.Random) -> str:
    tokens = _tokens(good.name)
    return " ".join(chance.sample(tokens, len(tokens)))


def _cut(good: Good, chance: random.Random) -> str:
    return " ".join(
        word[: chance.randint(4, 6)] if re.fullmatch("[А-Яа-яё]{7,}", word) else word
        for word in _plain(good.name).split()
    )


def _inner(good: Good, _chance: random.Random) -> str:
    """The middle of the longest word, beside the sizes."""
    words = _plain(good.name).split()
    longest = max(words, key=len)
    if not re.fullmatch("[А-Яа-яё]{9,}", longest):
        return ""
    return " ".join(word[3:-1].lower() if word == longest else word for word in words)


def _brand_size(good: Good, chance: random.Random) -> str:
    tokens = _tokens(good.name)
    made = [good.brand, tokens[0], *(token for token in tokens[1:] if re.search(r"\d", token))]
    return " ".join(dict.fromkeys(chance.sample(made, len(made))))


def _without_blank(good: Good, _chance: random.Random) -> str:
    """«болтм8х30»: the space before a size forgotten."""
    made = re.sub(r"([а-яё]{4,}) (М?\d)", r"\1\2", _plain(good.name).lower().replace("м", "м"))
    return made if made != _plain(good.name).lower() else ""


def _lookalike(good: Good, _chance: random.Random) -> str:
    upper = good.article.upper()
    made = upper.translate(_TO_LATIN)
    if made == upper:
        made = upper.translate(_TO_CYRILLIC)
    return made if made != upper else ""


KINDS: dict[str, Callable[[Good, random.Random], str]] = {
    "article": lambda good, _: good.article,
    "article, small letters": lambda good, _: good.article.lower(),
    "article without separators": lambda good, _: re.sub(r"[-./ ]", "", good.article).lower(),
    "article with spaces": lambda good, _: " ".join(re.split(r"[-./ ]", good.article)),
    "article without zeros": lambda good, _: good.article.lstrip("0"),
    "article in look-alikes": _lookalike,
    "article, the front": _front,
    "article, the middle": _piece,
    "article without its last sign": lambda good, _: good.article[:-1],
    "article without its first signs": lambda good, _: good.article[2:],
    "article in the other layout": _article_layout,
    "article with a wrong digit": _article_typo,
    "article, two signs swapped": _swapped_pairs,
    "barcode": lambda good, _: good.barcode,
    "barcode with spaces": lambda good, _: re.sub(r"(\d)(\d{6})(\d{6})", r"\1 \2 \3", good.barcode),
    "supplier's code": lambda good, _: good.code,
    "supplier's code without zeros": lambda good, _: good.code.lstrip("0"),
    "name": lambda good, _: good.name,
    "name, small letters, ё as е": lambda good, _: good.name.lower().replace("ё", "е"),
    "sizes with х": _sizes("х"),
    "sizes with x": _sizes("x"),
    "sizes with *": _sizes("*"),
    "sizes apart": _sizes(" х "),
    "sizes with «на»": _sizes(" на "),
    "threads without М": _bare_thread,
    "units": _with_unit,
    "units in full": _long_unit,
    "diameter sign": _round,
    "words in another order": _shuffled,
    "cut words": _cut,
    "the middle of a word": _inner,
    "word forms": _forms,
    "plurals": _one_form,
    "a typing error": _typos(1),
    "two typing errors": _typos(2),
    "space forgotten": _without_blank,
    "the other layout": _other_layout,
    "the whole line in the other layout": _whole_layout,
    "Russian in Latin letters": _spelt,
    "brand by ear": _said,
    "synonyms": _synonym,
    "abbreviations": _shortened,
    "brand and size": _brand_size,
}
