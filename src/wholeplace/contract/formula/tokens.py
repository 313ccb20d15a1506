"""Cut the text of a formula into numbers, names and signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

MOST_CHARACTERS = 2_000
MOST_TOKENS = 500
MOST_DIGITS = 60
WORDS = frozenset({"if", "then", "else", "and", "or", "not", "yes", "no"})

Shape: TypeAlias = Literal["number", "percent", "money", "text", "name", "word", "sign", "end"]


class Mistake(ValueError):  # noqa: N818 - the word the user would use
    """What is wrong in a formula, what to try, and the character (from 0) where it stands."""

    def __init__(self, what: str, remedy: str, at: int) -> None:
        """Keep the three for whoever knows the file and line."""
        super().__init__(what)
        self.what, self.remedy, self.at = what, remedy, at


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a formula and where it begins."""

    shape: Shape
    text: str
    at: int


_DIGITS = r"(?:\d[\d_]*(?:\.\d+)?|\.\d+)"
_CURRENCY = r"(?: [£$€]\s* | [A-Z]{3}\s+ )"
_SHAPES = re.compile(
    rf"""
    (?P<space>   \s+ )
  | (?P<grouped> {_CURRENCY}? \d{{1,3}}(?:,\d{{3}})+ (?![\d_]) )
  | (?P<money>   {_CURRENCY} {_DIGITS} (?:k|m|bn)? (?![\w.]) )
  | (?P<percent> {_DIGITS}% )
  | (?P<number>  {_DIGITS} (?![\w.]) )
  | (?P<text>    "[^"]*" | '[^']*' )
  | (?P<name>    [A-Za-z]\w* )
  | (?P<sign>    <= | >= | != | (?:==) | <> | [-+*/()\[\],=<>] )
  | (?P<other>   (?: \d | \.\d ) [\w.]* | . )
    """,
    re.VERBOSE | re.ASCII,
)
# What people write from habit, and what is written here.
INSTEAD = {
    "==": "=",
    "<>": "!=",
    "&": "and",
    "|": "or",
    "!": "not",
    "−": "-",  # noqa: RUF001 - what word processors make of a minus
    "–": "-",  # noqa: RUF001
    "×": "*",  # noqa: RUF001
    "÷": "/",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
}


def tokens_of(text: str) -> tuple[Token, ...]:
    """Return the tokens of ``text``, the last of shape ``end``.

    Raises ``Mistake`` where a character cannot begin anything, where a number is written in a way
    that could be read as another, and where the text is longer than 2,000 characters or 500
    tokens, or a number than 60 digits.
    """
    if len(text) > MOST_CHARACTERS:
        what = f"the formula is longer than {MOST_CHARACTERS:,} characters"
        raise Mistake(what, "split it into several lines", MOST_CHARACTERS)
    found = (*_cut(text), Token("end", "the end of the formula", len(text.rstrip())))
    if len(found) > MOST_TOKENS:
        what = f"the formula has more than {MOST_TOKENS} numbers, names and signs"
        raise Mistake(what, "split it into several lines", found[MOST_TOKENS].at)
    return found


def _cut(text: str) -> Iterator[Token]:
    for match in _SHAPES.finditer(text):
        shape, piece, at = match.lastgroup, match.group(), match.start()
        if shape == "space":
            continue
        if shape in {"grouped", "other"} or piece in INSTEAD:
            raise _unreadable(piece, at)
        if len(piece) > MOST_DIGITS and shape in {"number", "percent", "money"}:
            raise Mistake(f"the number has more than {MOST_DIGITS} digits", "shorten it", at)
        yield Token(_shape(shape, piece), piece, at)


def _shape(shape: str | None, piece: str) -> Shape:
    if shape == "name" and piece in WORDS:
        return "word"
    for known in ("number", "percent", "money", "text", "name"):
        if shape == known:
            return known
    return "sign"


def _unreadable(piece: str, at: int) -> Mistake:
    if piece in INSTEAD:
        return Mistake(f"'{piece}' is not used here", f"write '{INSTEAD[piece]}'", at)
    if "," in piece:
        # min(1,000) must not quietly become min(1, 0).
        bare = piece.replace(",", "_")
        remedy = f"write {bare} for one number, or put a space after the comma for several"
        return Mistake(f"'{piece}' can be read in two ways", remedy, at)
    if piece[0] in {'"', "'"}:
        return Mistake("the text has no closing quote", f"add a {piece[0]} after it", at)
    if piece[0].isdigit() and piece[-1].isalpha():
        remedy = f"write money like GBP {piece}, a share like 2%, or put a sign between"
        return Mistake(f"'{piece}' is not a number", remedy, at)
    return Mistake(f"'{piece}' cannot be read", "use names, numbers and + - * / ( ) [ ] < = >", at)
