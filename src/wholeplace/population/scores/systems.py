"""The systems of codes: how a code of each is written, and when it belongs to a listed one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from wholeplace.population.scores.codes import ICD10, clean_icd10, is_icd10

_ID = re.compile(r"[1-9]\d{5,17}")
_DAMAGED = re.compile(r"\d+(\.\d+)?[eE]\+?\d+|\d+\.0+")
_ROUNDED = re.compile(r"\d{15}0{1,3}")
_OPCS = re.compile(r"[A-HJ-Z]\d{2,3}")
_READ = re.compile(r"[0-9A-Za-z.]{5}")
_BNF = re.compile(r"[0-9A-Z]{2,15}")
_READ_PLACES = 5


@dataclass(frozen=True, slots=True)
class CodeSystem:
    """How codes of a system are cleaned and known by their form.

    ``by_prefix``: a listed code stands for all that begin with it; else only for itself. Codes of
    two systems that are not ``apart`` may look alike.
    """

    clean: Callable[[str], str]
    is_code: Callable[[str], bool]
    by_prefix: bool = False
    apart: bool = False


def _bare(code: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", code.upper())


def _read_code(code: str) -> str:
    # Some systems add two places that tell one term of a code from another.
    return code.strip()[:_READ_PLACES]


def _is(pattern: re.Pattern[str], clean: Callable[[str], str]) -> Callable[[str], bool]:
    return lambda code: pattern.fullmatch(clean(code)) is not None


_IDS = CodeSystem(str.strip, _is(_ID, str.strip), apart=True)
_READS = CodeSystem(_read_code, _is(_READ, _read_code))
SYSTEMS: dict[str, CodeSystem] = {
    ICD10: CodeSystem(clean_icd10, is_icd10, by_prefix=True),
    "SNOMED": _IDS,
    "DMD": _IDS,
    "OPCS4": CodeSystem(_bare, _is(_OPCS, _bare), by_prefix=True),
    "READ2": _READS,
    "CTV3": _READS,
    "BNF": CodeSystem(_bare, _is(_BNF, _bare), by_prefix=True),
}
_ALSO = {
    "SNOMEDCT": "SNOMED",
    "SCT": "SNOMED",
    "DM+D": "DMD",
    "READV2": "READ2",
    "READ3": "CTV3",
    "READV3": "CTV3",
    "OPCS": "OPCS4",
}


def system_named(name: str) -> str:
    """Return the name of a system however it is written: ``snomed-ct`` is ``SNOMED``.

    >>> system_named("ICD-10"), system_named("dm+d")
    ('ICD10', 'DMD')
    """
    bare = re.sub(r"[^A-Z0-9+]", "", name.upper())
    return _ALSO.get(bare, bare)


def alike(systems: Iterable[str]) -> list[str]:
    """Return the systems whose codes nobody can tell apart by their form, if there are several."""
    found = sorted(name for name in set(systems) if not SYSTEMS[name].apart)
    return found if len(found) > 1 else []


def is_damaged(code: str, systems: Iterable[str]) -> bool:
    """Return whether a code is an identifier that a spreadsheet has made a number of.

    An identifier of more than 15 digits ends in noughts then, and in a wrong check digit.

    >>> is_damaged("1.23457E+15", ["SNOMED"]), is_damaged("44054006", ["SNOMED"])
    (True, False)
    """
    if not any(SYSTEMS[name].apart for name in systems):
        return False
    bare = code.strip()
    if _DAMAGED.fullmatch(bare):
        return True
    return _ROUNDED.fullmatch(bare) is not None and not has_check_digit(bare)


def has_check_digit(identifier: str) -> bool:
    """Return whether the last digit of an identifier is the one that the others make.

    Source: SNOMED CT Release File Specification, section 6.3 (Verhoeff's scheme of 1969).

    >>> has_check_digit("44054006"), has_check_digit("44054007")
    (True, False)
    """
    sum_ = 0
    for place, digit in enumerate(reversed(identifier)):
        sum_ = _times(sum_, _moved(int(digit), place))
    return sum_ == 0


_MOVES = "1576283094"
_SIDES = 5


def _moved(digit: int, times: int) -> int:
    for _ in range(times % 8):
        digit = int(_MOVES[digit])
    return digit


def _times(a: int, b: int) -> int:
    """Multiply in the group of the symmetries of a pentagon: turns are 0 to 4, flips 5 to 9."""
    turn = (a + b if a < _SIDES else a - b) % _SIDES
    return turn if (a < _SIDES) == (b < _SIDES) else turn + _SIDES
