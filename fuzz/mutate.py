"""Change a text as a careless or hostile hand would: by lines, by words, by odd characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

from fuzz import seeds

_PIECES = re.compile(r"\w+|\s+|.", re.DOTALL)
Change = Callable[[list[str], Random], list[str]]


def mutated(text: str, chance: Random, times: int = 1) -> str:
    """Return the text with some changes of lines or of words made in it."""
    for _ in range(times):
        by_line = chance.random() < 1 / 2
        parts = text.splitlines(keepends=True) if by_line else _PIECES.findall(text)
        text = "".join(chance.choice(CHANGES)(parts or [""], chance))
    return text


def _delete(parts: list[str], chance: Random) -> list[str]:
    first, last = _slice(parts, chance)
    return parts[:first] + parts[last:]


def _repeat(parts: list[str], chance: Random) -> list[str]:
    first, last = _slice(parts, chance)
    return parts[:last] + parts[first:last] * chance.choice([1, 1, 1, 30]) + parts[last:]


def _move(parts: list[str], chance: Random) -> list[str]:
    first, last = _slice(parts, chance)
    rest, to = parts[:first] + parts[last:], chance.randint(0, len(parts) - (last - first))
    return rest[:to] + parts[first:last] + rest[to:]


def _put_in(parts: list[str], chance: Random) -> list[str]:
    at = chance.randrange(len(parts))
    return [*parts[:at], chance.choice(WORDS), *parts[at:]]


def _replace(parts: list[str], chance: Random) -> list[str]:
    at = chance.randrange(len(parts))
    return [
        *parts[:at],
        chance.choice([chance.choice(WORDS), chance.choice(parts)]),
        *parts[at + 1 :],
    ]


def _indent(parts: list[str], chance: Random) -> list[str]:
    first, last = _slice(parts, chance)
    return [*parts[:first], *(f"  {part}" for part in parts[first:last]), *parts[last:]]


def _slice(parts: Sequence[str], chance: Random) -> tuple[int, int]:
    first = chance.randrange(len(parts))
    return first, min(len(parts), first + chance.choice([1, 1, 1, 2, 5]))


CHANGES: tuple[Change, ...] = (_delete, _repeat, _move, _put_in, _replace, _replace, _indent)
# Digits of other scripts, orders to a terminal, halves of characters, clever YAML, endless depth.
ODD = [
    *("\0", "\t", "\ufeff", "\u2028", "\u0661", "\u00b2", "\U0001d7d9", "\x1b", "\r", "\n"),
    *("\u00e9", '"\\ud800"', '"\\UFFFFFFFF"', "&a ", "*a", "<<: ", "!!python/object ", ": "),
    *("1e999999", "-1", "0", "1/0", ".nan", "GBP 1bn", "USD 5", "9" * 70, "9" * 5000),
    *("|+\n", ">-\n", "%YAML 1.3\n---\n", "---\n", "...\n", "9999-12-31", "0001-01-01", "00-00"),
    *("[" * 50, "{" * 50, "- " * 50, "(" * 70, "-" * 70, "not " * 70),
    *("if yes then " * 30, "+ 1 " * 70),
]  # fmt: skip
WORDS = [*seeds.tokens(), *ODD]
