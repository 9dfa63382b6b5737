"""Finds commands by words, beginnings of words and the wrong keyboard layout.

«rjhp» is «корз» typed without switching: when the text as typed finds nothing, the other
layout is tried and shown as a badge.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from b2bdesk.trade.keyboard import swap_layout
from b2bdesk.ui.frame.commands import Command

LIMIT = 12


@dataclass(frozen=True, slots=True)
class Found:
    """A command with the parts of its title that matched."""

    command: Command
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found and the words it was found by (other than typed = layout corrected)."""

    words: str
    found: tuple[Found, ...]


def look_up(typed: str, commands: Iterable[Command]) -> Answer:
    """Commands for what was typed; everything that can be done when nothing was."""
    words = typed.strip()
    pool = [command for command in commands if not command.hidden]
    if not words:
        return Answer("", tuple(Found(command, ()) for command in pool[:LIMIT]))
    hits = _matches(words, pool)
    if not hits:
        swapped = swap_layout(words)
        others = _matches(swapped, pool)
        if others:
            return Answer(swapped, tuple(others))
    return Answer(words, tuple(hits))


def marks(words: str, title: str) -> tuple[tuple[int, int], ...]:
    """Parts of a title that match the words, as (start, length)."""
    folded = fold(title)
    found: list[tuple[int, int]] = []
    for word in fold(words).split():
        at = _word_start(folded, word)
        if at < 0:
            at = folded.find(word) if len(word) > 2 else -1
        if at < 0:
            return ()
        found.append((at, len(word)))
    found.sort()
    return tuple(
        mark for number, mark in enumerate(found)
        if not number or mark[0] >= found[number - 1][0] + found[number - 1][1]
    )  # fmt: skip


def fold(text: str) -> str:
    """Lower case with ё as е; the length stays."""
    return text.lower().replace("ё", "е")


def _matches(words: str, pool: list[Command]) -> list[Found]:
    ranked: list[tuple[int, int, Found]] = []
    for number, command in enumerate(pool):
        spans = marks(words, command.title)
        if spans:
            whole = all(_ends_word(command.title, at + length) for at, length in spans)
            score = (0 if spans[0][0] == 0 else 1) + (0 if whole else 2)
            ranked.append((score, number, Found(command, spans)))
        elif command.search and marks(words, command.search):
            ranked.append((4, number, Found(command, ())))
    ranked.sort(key=_rank)
    return [found for _, _, found in ranked[:LIMIT]]


def _rank(entry: tuple[int, int, Found]) -> tuple[int, int]:
    return entry[0], entry[1]


def _ends_word(text: str, at: int) -> bool:
    return at >= len(text) or not text[at].isalnum()


def _word_start(text: str, word: str) -> int:
    at = text.find(word)
    while at > 0 and text[at - 1].isalnum():
        at = text.find(word, at + 1)
    return at
