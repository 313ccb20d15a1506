"""Which codes stand for what cohorts ask: each thing asked is a mark, a bit of a whole number.

A place has a few thousand distinct codes but millions of rows: what a code stands for is found
once, and the rows are joined on equality.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Literal

import ibis
import pyarrow as pa
from ibis import ir

from wholeplace.population.cohorts.criteria import Codes
from wholeplace.population.cohorts.document import Cohort
from wholeplace.population.scores import ICD10, clean_icd10

_BITS = 62
_NUMBERS = ("first", "other")
"""The marks of a code where it is the primary one, and where it is another."""


Position = Literal["all", "primary", "secondary"]


@dataclass(frozen=True, slots=True)
class ListedCode:
    """A row of a code list: codes of a system that begin so belong to a group, in a position.

    Codes of ICD-10 and OPCS-4 belong by how they begin; any other code must be the same.
    """

    group: str
    prefix: str
    system: str = ICD10
    position: Position = "all"


def is_hierarchy(system: str) -> bool:
    """Return whether codes of a system that begin alike are of one kind."""
    return system == ICD10 or system.startswith("OPCS")


def clean(system: str, code: str) -> str:
    """Return a code as lists write it."""
    return clean_icd10(code) if is_hierarchy(system) else code.strip()


@dataclass(frozen=True, slots=True)
class Mark:
    """Any of some groups of a list; of no group in particular, any of the list."""

    list_: str
    groups: tuple[str, ...]


def marks_of(codes: Codes) -> dict[str, tuple[Mark, ...]]:
    """Return the marks that must be there (each of ``needed``) and must not (``barred``)."""
    name = codes.list_
    needed = [Mark(name, (group,)) for group in codes.all_ or ()]
    if codes.any_ or not (codes.all_ or codes.none):
        needed.append(Mark(name, codes.any_ or ()))
    barred = [Mark(name, codes.none)] if codes.none else []
    return {"needed": tuple(needed), "barred": tuple(barred)}


def all_marks(cohorts: Sequence[Cohort]) -> list[Mark]:
    """Return every mark that cohorts ask for, each once, in order."""
    return asked([codes for cohort in cohorts for _, codes in cohort.codes()])


def asked(codes: Sequence[Codes]) -> list[Mark]:
    """Return the marks of several criteria of codes, each once, in order."""
    found = (marks for one in codes for marks in marks_of(one).values())
    return list(dict.fromkeys(mark for marks in found for mark in marks))


def columns(marks: Sequence[Mark]) -> list[str]:
    """Return the columns of marks: an integer of the engine has 63 bits beside its sign."""
    return [f"{n}{i}" for n in _NUMBERS for i in range(len(marks) // _BITS + 1)]


def code_marks(
    codes: Iterable[tuple[str, str]],
    cohorts: Sequence[Cohort],
    lists: Mapping[str, Sequence[ListedCode]],
) -> pa.Table:
    """Return ``code_system``, ``code`` as written, and its marks, for each code that has any.

    ``codes`` are pairs of system and code; ``lists`` the rows of each code list by its name.
    """
    return marks_table(codes, all_marks(cohorts), lists)


def marks_table(
    codes: Iterable[tuple[str, str]],
    marks: Sequence[Mark],
    lists: Mapping[str, Sequence[ListedCode]],
) -> pa.Table:
    """Return ``code_marks`` of some marks, whoever asks for them."""
    known = _by_prefix(marks, lists)
    rows = []
    for system, code in sorted(set(codes)):
        found = [known[key] for key in _keys(system, clean(system, code)) if key in known]
        if found:
            bits = {name: reduce(or_, (one[name] for one in found)) for name in columns(marks)}
            rows.append({"code_system": system, "code": code} | bits)
    texts = [(name, pa.string()) for name in ("code_system", "code")]
    schema = pa.schema([*texts, *((name, pa.int64()) for name in columns(marks))])
    return pa.Table.from_pylist(rows, schema)


def _keys(system: str, code: str) -> list[tuple[str, str]]:
    shortest = 1 if is_hierarchy(system) else len(code)
    return [(system, code[:end]) for end in range(shortest, len(code) + 1)]


def _by_prefix(
    marks: Sequence[Mark], lists: Mapping[str, Sequence[ListedCode]]
) -> dict[tuple[str, str], dict[str, int]]:
    """Return the marks that each system and prefix stands for."""
    known: dict[tuple[str, str], dict[str, int]] = {}
    for i, mark in enumerate(marks):
        number, place = divmod(i, _BITS)
        for row in lists[mark.list_]:
            if mark.groups and row.group not in mark.groups:
                continue
            bits = known.setdefault((row.system, row.prefix), dict.fromkeys(columns(marks), 0))
            if row.position != "secondary":
                bits[f"first{number}"] |= 1 << place
            if row.position != "primary":
                bits[f"other{number}"] |= 1 << place
    return known


def marked(rows: ir.Table, marks: ir.Table) -> ir.Table:
    """Return coded rows that have any mark, with the marks of their position, ``m0`` and so on."""
    found = rows.inner_join(marks, ["code_system", "code"])
    is_first = (found.position == 1).fill_null(False)  # noqa: FBT003 - ibis knows no keyword
    numbers = [name for name in marks.columns if name.startswith("first")]
    chosen = {
        name.replace("first", "m"): is_first.ifelse(
            found[name], found[name.replace("first", "other")]
        )
        for name in numbers
    }
    return found.mutate(**chosen).drop(*columns_in(marks))


def columns_in(marks: ir.Table) -> list[str]:
    """Return the columns of marks that a table has."""
    return [name for name in marks.columns if name.startswith(_NUMBERS)]


def has_codes(row: ir.Table, codes: Codes, marks: Sequence[Mark]) -> ir.BooleanValue:
    """Return whether the marks of a row are those asked for; without any mark, whether none is."""
    way = marks_of(codes)
    needed = [has_mark(row, marks.index(mark)) for mark in way["needed"]]
    barred = [~has_mark(row, marks.index(mark)) for mark in way["barred"]]
    return ibis.and_(*needed, *barred)


def has_mark(row: ir.Table, index: int) -> ir.BooleanValue:
    """Return whether a row of ``marked`` has a mark, by its place among all."""
    number, place = divmod(index, _BITS)
    # By division: Ibis writes operations on bits without the brackets they need.
    return (row[f"m{number}"].fill_null(0) // (1 << place)) % 2 == 1
