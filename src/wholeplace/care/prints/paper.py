"""A paper of care: a template with data, as a PDF/UA. No word of it is read as markup."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from wholeplace.store.files import read_text
from wholeplace.store.typeset import NoLetterError, typeset

Words = Mapping[str, Any]

NO_LETTER = "□"
_LATIN, _LATIN_EXTENDED = 0x180, 0x250
_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC")
# Controls, and signs that turn the direction of writing round.
_UNSEEN = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\uffff]"
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF, and how many letters it cannot show."""

    pdf: bytes
    lost: int


def print_paper(template: str, words: Words, day: date) -> Printed:
    """Return a paper; a letter that no font here has stands as an empty square, and it says so.

    The same words give the same bytes. It is tried with everything, then with the scripts that
    the fonts have, then with plain letters. ``words`` have no key ``lost``: it is put in here.
    """
    text = read_text(Path(__file__).with_name(template))
    for tidy in (_is_any, _is_common):
        try:
            return _printed(text, words, day, tidy)
        except NoLetterError:
            continue
    return _printed(text, words, day, _is_plain)


def _printed(text: str, words: Words, day: date, is_there: Callable[[str], bool]) -> Printed:
    told, lost = _tidied(words, is_there)
    return Printed(typeset(text, json.dumps({**told, "lost": lost}), day), lost)


def _is_any(_: str) -> bool:
    return True


def _is_common(letter: str) -> bool:
    is_known = ord(letter) < _LATIN_EXTENDED or "\u2010" <= letter <= "\u2044"
    return is_known or unicodedata.name(letter, "").startswith(_SCRIPTS)


def _is_plain(letter: str) -> bool:
    return ord(letter) < _LATIN


def _tidied(words: Words, is_there: Callable[[str], bool]) -> tuple[dict[str, Any], int]:
    """Return the words without signs that nobody sees, and how many letters are lost."""
    lost = 0

    def of(value: Any) -> Any:  # noqa: ANN401 - whatever JSON has
        nonlocal lost
        if isinstance(value, str):
            clean = _UNSEEN.sub("", value.replace("\t", " "))
            lost += sum(not is_there(one) for one in clean)
            return "".join(one if is_there(one) else NO_LETTER for one in clean)
        if isinstance(value, Mapping):
            return {name: of(inner) for name, inner in value.items()}
        return [of(inner) for inner in value] if isinstance(value, list | tuple) else value

    return {name: of(value) for name, value in words.items()}, lost
