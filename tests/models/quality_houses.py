"""Goods written in the house style of a supplier, asked for in the style of a clerk.

A good is a noun with facts (adjective, size, thread, weight …). A style says how one supplier
writes each kind of fact in names: abbreviations with a dot, «200х3,6 мм», «0,5 л» or «500мл»,
«№5», «G1/2», «М 8×40». A query has some of the facts in any other style.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_SIGNS = ("х", "x", "×", "*", " х ")
Spell = Callable[[str, random.Random], str]


@dataclass(frozen=True)
class House:
    """One good: its noun, its facts by kind, the name its supplier gave it."""

    n: int
    noun: str
    facts: tuple[tuple[str, str], ...]
    name: str


@dataclass(frozen=True)
class Spoken:
    """A query, and the goods that have all its facts."""

    text: str
    fits: frozenset[int]


_ADJECTIVES = {
    "пластик": (("пластик.", "пласт."), ("пластиковый", "пластиковая", "пластик")),
    "нерж": (("нерж.", "нержавеющий", "н/ж"), ("нержавеющий", "нержавейка", "нерж.")),
    "усил": (("усил.", "усиленный"), ("усиленный", "усиленная", "усил.")),
    "резин": (("резин.", "рез."), ("резиновый", "резиновая")),
    "монтаж": (("монтаж.", "монт."), ("монтажная", "монтажный")),
}
_NOUNS: dict[str, tuple[tuple[str, ...], tuple[str, ...], dict[str, tuple[str, ...]]]] = {
    "хомут": (("Хомут",), ("хомут", "хомуты"), {
        "adjective": ("пластик", "нерж"), "size": ("100 2.5", "150 3.6", "200 3.6", "250 4.8")}),
    "болт": (("Болт",), ("болт", "болты"), {
        "adjective": ("нерж", "усил"), "thread": ("6 40", "8 40", "8 60", "10 60", "12 80")}),
    "шланг": (("Шланг полив.", "Шланг"), ("шланг", "шланги"), {
        "adjective": ("резин", "усил"), "inch": ("1/2", "3/4", "1"), "m": ("15", "25", "50")}),
    "пена": (("Пена",), ("пена", "пены"), {
        "adjective": ("монтаж",), "litre": ("0.5", "0.65", "0.75", "1")}),
    "краска": (("Краска",), ("краска", "краски"), {"kg": ("0.9", "1.8", "5", "14")}),
    "растворитель": (("Раств.", "Растворитель"), ("растворитель",), {
        "litre": ("0.5", "1", "5"), "number": ("646", "647")}),
    "скобы": (("Скобы",), ("скобы",), {
        "number": ("10", "24/6", "23/8"), "pieces": ("500", "1000")}),
    "лампа": (("Лампа",), ("лампа", "лампы"), {
        "watt": ("5", "7", "12"), "kelvin": ("3000", "4000")}),
}  # fmt: skip


def _decimal(text: str, chance: random.Random) -> str:
    return text.replace(".", chance.choice(",."))


def _sized(text: str, chance: random.Random) -> str:
    return chance.choice(_SIGNS).join(_decimal(text, chance).split())


def _units(small: tuple[str, ...], large: tuple[str, ...]) -> Spell:
    def spell(text: str, chance: random.Random) -> str:
        if float(text) < 1 and chance.random() < 0.5:
            return f"{float(text) * 1000:.0f}{chance.choice(('', ' '))}{chance.choice(small)}"
        return _decimal(text, chance) + chance.choice(("", " ")) + chance.choice(large)

    return spell


def _with(*units: str) -> Spell:
    return lambda text, chance: text + chance.choice(("", " ")) + chance.choice(units)


_NAMED: dict[str, Spell] = {
    "size": lambda text, chance: _sized(text, chance) + chance.choice(("", "мм", " мм")),
    "thread": lambda text, chance: chance.choice("МM") + chance.choice(("", " "))
    + _sized(text, chance),
    "inch": lambda text, chance: chance.choice(
        (f'{text}"', f"{text}''", f"{text} дюйма", f"G{text}")
    ),
    "m": _with("м", "м."),
    "litre": _units(("мл",), ("л",)),
    "kg": _units(("г", "гр"), ("кг",)),
    "number": lambda text, chance: chance.choice(("№", "№ ", "N", "")) + text,
    "pieces": lambda text, chance: chance.choice(("{}шт", "({} шт.)", "{} шт/уп")).format(text),
    "watt": _with("Вт", "W"),
    "kelvin": _with("К", "K"),
}  # fmt: skip
_ASKED: dict[str, Spell] = _NAMED | {
    "thread": lambda text, chance: chance.choice(("м", "m", "М "))
    + chance.choice(("х", "x", "*", " на ", "-")).join(text.split()),
    "inch": lambda text, chance: chance.choice((f'{text}"', f"{text} дюйма", f"{text} дюйм")),
    "m": _with("м", "метров"),
    "litre": _units(("мл",), ("л", "литра")),
    "kg": _units(("г", "грамм"), ("кг", "килограмм")),
    "number": lambda text, chance: chance.choice(("№", "№ ", "n", "номер ", "")) + text,
    "pieces": lambda text, chance: chance.choice(("{}шт", "{} шт", "{} штук")).format(text),
    "watt": _with("вт", "w", "ватт"),
}  # fmt: skip


def houses(seed: str, each: int) -> list[House]:
    """Return goods of all nouns, `each` of a noun, every noun in one style drawn by the seed."""
    chance = random.Random(seed)
    made: list[House] = []
    for noun, (names, _, spec) in _NOUNS.items():
        for _ in range(each):
            facts = {kind: chance.choice(values) for kind, values in spec.items()}
            style = random.Random(f"{seed}:{noun}")
            told = [style.choice(names)]
            for kind, value in facts.items():
                own = random.Random(f"{seed}:{noun}:{kind}")
                told.append(
                    own.choice(_ADJECTIVES[value][0])
                    if kind == "adjective"
                    else _NAMED[kind](value, own)
                )
            made.append(House(len(made) + 1, noun, tuple(facts.items()), " ".join(told)))
    return made


def spoken(goods: Sequence[House], seed: str, each: int) -> list[Spoken]:
    """Return up to `each` queries of a noun: it and one or two of its facts, spelt otherwise."""
    chance = random.Random(f"{seed}:asked")
    found: dict[str, Spoken] = {}
    for noun, (_, called, _) in _NOUNS.items():
        own = [good for good in goods if good.noun == noun]
        for _ in range(each):
            facts = dict(chance.choice(own).facts)
            wanted = chance.sample(sorted(facts), min(len(facts), chance.choice((1, 2))))
            parts = [chance.choice(called)]
            for kind in sorted(wanted):
                spell = _ASKED[kind] if kind != "adjective" else _adjective
                parts.append(spell(facts[kind], chance))
            text = " ".join(parts)
            fits = frozenset(
                good.n for good in own
                if all(dict(good.facts)[kind] == facts[kind] for kind in wanted)
            )  # fmt: skip
            found[text] = Spoken(text, fits)
    return list(found.values())


def _adjective(text: str, chance: random.Random) -> str:
    return chance.choice(_ADJECTIVES[text][1])
