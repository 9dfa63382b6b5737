"""What a typed text asks for: its shape, its words as full-text queries (PERFORMANCE §3).

Pure text work for `queries.search`. A word loses its Russian ending and becomes a prefix; sizes,
units, standards and look-alikes are tried in every spelling people use for them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from b2bdesk.models.queries import measures, spellings, thesaurus
from b2bdesk.models.queries.spellings import (
    CYRILLIC,
    FRACTION,
    FRACTIONS,
    HAS_DIGIT,
    MARKED,
    SHORT_LETTERS,
    SMALL,
)
from b2bdesk.models.queries.stemming import stem
from b2bdesk.models.queries.tokens import INCH, tokens_of
from b2bdesk.trade.fold import fold_article, fold_name, words

__all__ = ["MIN_TRIGRAM", "Word", "all_of", "cut", "stem"]

_CODE = re.compile(r"^[^\s]+(?:[\s\-./_]+[^\s]+){0,5}$")
_NUMBER = re.compile(r"^\d+(?:[.,]\d+)?$")
_THREAD = re.compile(r"^[mм]$", re.IGNORECASE)
_SIZED = re.compile(r"^[mм]\d+$", re.IGNORECASE)
_MEASURED = re.compile(r"^(\d+(?:[.,]\d+)?)([a-zа-яё]{1,12}[²2³3]?)\.?$", re.IGNORECASE)
_DECIMAL = re.compile(r"\d\.\d")
_DOTTED_CODE = re.compile(r"^(?=.{7})(?=.*[^\W\d_])\w*\d\.\d[\w.-]*$")
_SIZE_WITH_DOT = re.compile(r"^[a-zа-яø]{0,2}\d{1,3}(?:\.\d{1,2})?(?:[xх×*]|$)", re.IGNORECASE)
_LONG_UNITS = {
    "ампер": "а", "вольт": "в", "ватт": "вт", "киловатт": "квт", "киловольт": "кв",
    "кельвин": "к", "миллиметр": "мм", "сантиметр": "см", "метр": "м", "литр": "л",
    "миллилитр": "мл", "грамм": "г", "килограмм": "кг", "лист": "л", "миллиампер": "ма",
    "килоампер": "ка", "полюс": "р", "mm": "мм", "mm2": "мм2", "cm": "см", "kw": "квт",
    "w": "вт", "v": "в", "a": "а", "k": "к", "ma": "ма", "ka": "ка", "kg": "кг", "ml": "мл",
}  # fmt: skip
_LATIN = {"вт": ("w",), "квт": ("kw",), "в": ("v",), "л": ("l",), "мл": ("ml",)}
_UNITS = frozenset(
    (
        *_LONG_UNITS, *_LONG_UNITS.values(),
        *"мм² м² м2 м3 кв кв.мм кв.м гр р п p шт лист листов дюйм дюйма дюймов мкм об уп".split(),
    )
)  # fmt: skip
_LONG_PREFIX = re.compile(r'"(\w{7})\w+"\*')
_SYLLABLE = re.compile(r"^[а-яё]{2,3}$", re.IGNORECASE)
_SECOND = re.compile(r"^(?:[а-яё]{2,3}|\d{2,4})$", re.IGNORECASE)
_ENDINGS = (
    "",
    *"а о у ы и е я ю ь й ой ей ом ем ам ям ах ях ов ев ами ями".split(),
    *"ый ий ая яя ое ее ые ие ого его ому ему ым им ых их ую юю".split(),
)
_POLES = frozenset(("п", "p", "р"))
_ABBREVIATED = re.compile(r"^[а-яё](?:/[а-яё])+\.?$", re.IGNORECASE)
_PARTED = re.compile(r"(?<=\w)[-/](?=[^\W\d_])")
MIN_TRIGRAM = 3


@dataclass(frozen=True, slots=True)
class Word:
    """A word, size or number of a query with its spellings.

    Attributes:
        typed: as it was typed, for the text that is told back.
        direct: full-text query of its spellings; empty = only `parts` can find it.
        stems: its folded words without endings.
        forms: spellings that count as found whole.
        parts: pieces of at least three characters that stand inside what it may mean.
        noise: it says nothing of its own (a unit, a preposition).
        counts: noise that only counts pieces («шт»).
        may_name: noise that may name the goods all the same («короб», «кг», «бухта»).
    """

    typed: str
    direct: str
    stems: tuple[str, ...]
    forms: tuple[str, ...]
    parts: tuple[str, ...] = ()
    noise: bool = False
    counts: bool = False
    may_name: bool = False


def looks_like_code(text: str) -> bool:
    """Say whether a text may be (part of) an article, a barcode or a code.

    Digits or Latin letters without Russian words; look-alike Cyrillic letters beside digits count
    as a code too («АВ-12»).
    """
    if not _CODE.match(text):
        return False
    for token in text.split():
        letters = len(CYRILLIC.findall(token))
        if letters > 3 or (letters and not HAS_DIGIT.search(token)):
            return False
    return True


def may_be_code(text: str) -> bool:
    """Say whether a text that reads as words is worth a look among codes: «КМ», «мой 77»."""
    return bool(_CODE.match(text)) and (" " not in text or bool(HAS_DIGIT.search(text)))


def is_digits(text: str) -> bool:
    """Say whether a text without blanks and hyphens is a number of 8 to 14 digits."""
    plain = re.sub(r"[\s-]", "", text)
    return plain.isdigit() and plain.isascii() and 8 <= len(plain) <= 14


def article_range(text: str) -> tuple[str, str] | None:
    """Return the first and the first-beyond folded article that begins with a text."""
    folded = fold_article(text)
    return prefix_range(folded) if folded else None


def prefix_range(folded: str) -> tuple[str, str]:
    """Return the half-open range of texts with a prefix."""
    return folded, folded + "\U0010ffff"


def match_all(prefixes: Sequence[str]) -> str:
    """Return the full-text query for items that have a word with each of the prefixes."""
    return " AND ".join(f'"{prefix}"*' for prefix in prefixes)


def match_any(prefixes: Sequence[str]) -> str:
    """Return the full-text query for items that have a word with any of the prefixes."""
    return " OR ".join(f'"{prefix}"*' for prefix in prefixes)


@lru_cache(512)
def word_prefixes(text: str) -> tuple[str, ...]:
    """Return the words of a text as prefixes: folded, Russian endings taken off."""
    return tuple(dict.fromkeys(map(stem, words(text))))


def plain_words(text: str) -> tuple[str, ...]:
    """Return the words of a text, folded, with their endings."""
    return tuple(dict.fromkeys(words(text)))


@lru_cache(512)
def cut(text: str) -> tuple[Word, ...]:
    """Return the words of a text with every spelling they are looked for in.

    Numbers are tried with and without what people write beside them: «16а» and «16 а», «м 8» and
    «м8», «м8 30», «8 на 30» and «м8х30», «2,5 мм²», «Ø10», «гипсо картон».
    """
    raw = tokens_of(text)
    found: list[Word] = []
    at = 0
    while at < len(raw):
        pair = _pair(raw[at], raw[at + 1]) if at + 1 < len(raw) else None
        word = pair or _single(raw[at])
        if word is not None:
            found.append(word)
        at += 2 if pair else 1
    return tuple(dict.fromkeys(found))


def all_of(found: Iterable[Word]) -> str:
    """Return the full-text query for items that have all the words, as far as words tell."""
    return _both([word.direct for word in found if word.direct])


def index_prefixes(query: str) -> str:
    """Return a full-text query with beginnings no longer than the index keeps them."""
    return _LONG_PREFIX.sub(r'"\1"*', query)


def whole_of(found: Iterable[Word]) -> str:
    """Return the full-text query for items that have all the words whole."""
    groups = []
    for word in found:
        spelt = [" ".join(words(form)) for form in word.forms]
        groups.append(
            either([" AND ".join(f'"{each}"' for each in form.split()) for form in spelt])
        )
    return _both(groups)


def parted(text: str) -> str:
    """Return a text with hyphened words and abbreviations apart: «2-клавишный», «п/ш»."""
    return _PARTED.sub(" ", text)


def with_synonyms(found: Sequence[Word]) -> tuple[str, list[str]]:
    """Return the query where other words may stand for some, and the parts of words beside it.

    An empty query = there are no other words. Noise counts where a phrase of the trade has it.
    """
    stems = ["".join(word.stems) if len(word.stems) == 1 else "" for word in found]
    by_start = {
        start: (length, phrases)
        for start, length, phrases in thesaurus.others(stems)
        if length > 1 or not found[start].noise
    }
    groups: list[str] = []
    parts: list[str] = []
    at = 0
    while at < len(found):
        length, phrases = by_start.get(at, (1, ()))
        meant = [word for word in found[at : at + length] if not word.noise]
        typed = all_of(meant)
        groups.append(either([typed, *(match_all(phrase) for phrase in phrases)]))
        if not phrases:
            parts += [part for word in meant if not word.direct for part in word.parts]
        at += length
    return (_both(groups) if by_start else ""), parts


def trigrams(parts: Sequence[str]) -> str:
    """Return the trigram query for texts that have all the parts."""
    grams = dict.fromkeys(
        part[at : at + 3].replace('"', '""') for part in parts for at in range(len(part) - 2)
    )
    return " AND ".join(f'"{gram}"' for gram in grams)


def _single(token: str) -> Word | None:
    folded = words(token)
    if not folded:
        return None
    if token[0] == "№" and len(token) > 1:
        return _numbered(token)
    measured = _MEASURED.match(token)
    if measured and not _SIZED.match(token) and _is_unit(measured[2]):
        return _measured(token, measured[1], measured[2], [_prefixes(token)])
    others = [_prefixes(each) for each in spellings.beginnings(token, folded)]
    article = fold_article(token).lower()
    if MARKED.search(token) and article.isalnum():
        others.append(f'"{article}"*')
    forms = [" ".join(folded), *([f"m{token}"] if SMALL.match(token) else [])]
    forms += [*spellings.whole(token), *spellings.threads(token)]
    if token in FRACTIONS:
        forms.append(FRACTIONS[token])
    whole = fold_name(token)
    if _DECIMAL.search(whole) and not _is_dotted_code(token):
        fractions = tuple(re.findall(r"\S*\d\.\d\S*", whole))
        return Word(token, "", tuple(folded), fractions, fractions)
    stems = tuple(map(stem, folded))
    bodies = tuple(s if len(s) > MIN_TRIGRAM else w for s, w in zip(stems, folded, strict=True))
    parts = bodies if all(len(each) >= MIN_TRIGRAM for each in bodies) else ()
    plain = token.lower().strip(".")
    direct = _exact_words(folded) if _ABBREVIATED.match(token) else _both(map(_inflected, folded))
    return Word(
        token, either([direct, *others]), stems, tuple(forms), parts,
        noise=plain in thesaurus.NOISE,
        counts=plain in thesaurus.COUNTED,
        may_name=plain in thesaurus.MAY_NAME,
    )  # fmt: skip


def _numbered(token: str) -> Word:
    """Return a number with its sign: names have «№ 5», «№5», «N5» or 5 alone."""
    number = fold_name(token)
    direct = either([_exact_words(words(number)), _prefixes(f"n{number}"), _prefixes(number)])
    return Word(token, direct, (number,), (number, f"n{number}"))


def _is_dotted_code(token: str) -> bool:
    """Say whether a token with a dot between digits is a code («W5797.10464») and not a size."""
    return bool(_DOTTED_CODE.match(token)) and not _SIZE_WITH_DOT.match(token)


def _inflected(word: str) -> str:
    """Return the query of a word in all its forms; a short stem is no prefix: «клей», «клерк»."""
    its_stem = stem(word)
    if its_stem == word or len(its_stem) > MIN_TRIGRAM:
        return f'"{its_stem}"*'
    return either([f'"{word}"*', *(f'"{its_stem}{ending}"' for ending in _ENDINGS)])


def _exact_words(folded: Sequence[str]) -> str:
    return _both([f'"{each}"' for each in folded])


def _pair(first: str, second: str) -> Word | None:
    """Return two tokens that belong together; None = they do not."""
    if _NUMBER.match(first) and _is_unit(second):
        return _measured(f"{first} {second}", first, second, [])
    if _THREAD.match(first) and _NUMBER.match(second):
        return _one_of(first, second, [first + second])
    if _SIZED.match(first) and _NUMBER.match(second):
        return _one_of(first, second, [f"{first}x{second}"])
    if SMALL.match(first) and FRACTION.match(second):
        return _mixed(first, second)
    if SMALL.match(first) and _NUMBER.match(second):
        return _one_of(first, second, [f"{first}x{second}", f"m{first}x{second}"])
    if _SYLLABLE.match(first) and _SECOND.match(second) and not _is_unit(second):
        return _joined(first, second)
    return None


def _mixed(first: str, second: str) -> Word:
    """Return a whole number of inches with its fraction: «1 1/4», 1¼, G1-1/4."""
    glyph = FRACTIONS.get(second, second)
    both = _both([word.direct for each in (first, second) if (word := _single(each))])
    direct = either([both, _prefixes(f"g{first} {second}"), _exact(first + glyph)])
    forms = [f"{sign}{first}-{each}" for each in (second, glyph) for sign in ("", "g")]
    return Word(f"{first} {second}", direct, (first, second), (*forms, first + glyph))


def _joined(first: str, second: str) -> Word | None:
    """Return two parts of an abbreviation: names may have them as one («ввг нг», «пф 115»)."""
    words_of = [_single(each) for each in (first, second)]
    if any(word is None or word.noise for word in words_of):
        return None
    both = _both([word.direct for word in words_of if word])
    together = fold_name(first + second)
    stems = tuple(words(f"{first} {second}"))
    direct = either([both, _exact(together)])
    return Word(f"{first} {second}", direct, stems, (fold_name(f"{first} {second}"), together))


def _one_of(first: str, second: str, joined: list[str]) -> Word:
    both = _both([word.direct for each in (first, second) if (word := _single(each))])
    forms = tuple(fold_name(each) for each in joined)
    direct = either([both, *map(_prefixes, joined)])
    return Word(f"{first} {second}", direct, tuple(words(joined[0])), forms, forms[:1])


def _measured(typed: str, number: str, unit: str, more: list[str]) -> Word:
    """Return a number with its unit; what nobody wrote into the name does not hide the item."""
    short = _LONG_UNITS.get(stem(unit.lower().strip(".")), unit.lower().strip("."))
    glued = fold_name(number + short)
    plain = fold_name(number)
    others = [
        fold_name(each)
        for amount, other in measures.otherwise(number, short)
        for each in (f"{amount} {other}", amount + other)
    ]
    if _DECIMAL.search(plain):
        forms = (plain, f"{plain} {short}", glued, *others)
        return Word(typed, "", (plain,), forms, (plain,))
    direct = either([f'"{plain}"', *map(_exact, _glued_forms(number, unit, short)), *more])
    if short in measures.LENGTHS:
        direct = either([direct, f'"{plain}x"*'])
        others.append(plain)
    poles = [fold_name(f"{number}p")] if short in _POLES else []
    forms = (f"{plain} {fold_name(short)}", glued, fold_name(number + unit), *poles, *others)
    if short == INCH:
        forms = (plain, f"g{plain}", *forms)
    return Word(typed, direct, (plain,), forms)


def _glued_forms(number: str, unit: str, short: str) -> list[str]:
    made = [number + short, number + unit, *(number + each for each in _LATIN.get(short, ()))]
    if short in _POLES:  # «1п» is written 1Р in names
        made.append(number + "p")
    if len(number) <= SHORT_LETTERS:
        made.append(f"ø{number}")
    if short == INCH:
        made.append(f"g{number}")
    return made


def _exact(text: str) -> str:
    return _both([f'"{word}"*' for word in words(text)])


def _is_unit(token: str) -> bool:
    plain = token.lower().strip(".")
    return plain in _UNITS or stem(plain) in _LONG_UNITS


def _prefixes(text: str) -> str:
    return match_all(word_prefixes(text))


def _both(queries: Iterable[str]) -> str:
    return " AND ".join(dict.fromkeys(f"({q})" if " OR " in q else q for q in queries if q))


def either(queries: Iterable[str]) -> str:
    """Return the full-text query for items that have any of what queries ask for."""
    kept = list(dict.fromkeys(query for query in queries if query))
    if not kept:
        return ""
    return kept[0] if len(kept) == 1 else " OR ".join(f"({each})" for each in kept)
