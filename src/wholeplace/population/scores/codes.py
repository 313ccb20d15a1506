"""Which groups of a score a code belongs to, however the code is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

Prefixes: TypeAlias = Mapping[str, Sequence[str]]
"""The groups that the codes beginning with a text belong to."""

ICD10 = "ICD10"
_CLEAN = re.compile(r"[^A-Z0-9]")
_FILLED = re.compile(r"[A-Z]\d{2}X.*")
_CODE = re.compile(r"[A-Z]\d[0-9A-Z][0-9A-Z]{0,4}")
_SECOND = re.compile(r"[^A-Z0-9][A-Z]\d[0-9A-Z]")


def clean_icd10(code: str) -> str:
    """Return an ICD-10 code as lists write it: capitals, no dot, no ``X`` filling the fourth place.

    >>> clean_icd10("i25.2"), clean_icd10("A01X")
    ('I252', 'A01')
    """
    bare = _CLEAN.sub("", code.upper())
    return bare[:3] if _FILLED.fullmatch(bare) else bare


def is_icd10(code: str) -> bool:
    """Return whether a text has the form of one code of ICD-10: a letter and two places at least.

    >>> is_icd10("I50.0"), is_icd10("I50 E11")
    (True, False)
    """
    if _CODE.fullmatch(clean_icd10(code)) is None:
        return False
    # Two codes in one cell would count as the first of them, and nobody would miss the second.
    return _SECOND.search(code.upper().strip(), 1) is None


def prefixes(rows: Iterable[Mapping[str, str]]) -> Prefixes:
    """Return the groups by prefix, from rows with ``group`` and ``prefix``."""
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(clean_icd10(row["prefix"]), []).append(row["group"])
    return found


def groups_of(code: str, listed: Prefixes) -> tuple[str, ...]:
    """Return the groups of a code, in order: those of every listed prefix that it begins with.

    What has not the form of a code has none, however it begins.

    >>> groups_of("I42.6", {"I42": ["chf"], "I426": ["alcohol"]})
    ('chf', 'alcohol')
    """
    clean = clean_icd10(code) if is_icd10(code) else ""
    found = (group for end in range(1, len(clean) + 1) for group in listed.get(clean[:end], ()))
    return tuple(dict.fromkeys(found))


def resolved(codes: Iterable[str], listed: Prefixes) -> list[tuple[str, str]]:
    """Return (code as written, group) for each distinct code and each group that it belongs to.

    A place has a few thousand distinct codes but millions of rows: codes are matched by prefix
    here, once each, and the rows are then joined on equality.
    """
    return [(code, group) for code in sorted(set(codes)) for group in groups_of(code, listed)]
