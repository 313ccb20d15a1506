"""Dated parameters: of which kind they are, and whether they make sense."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce

from wholeplace.contract.faults import Fault, choice_of, faults_in
from wholeplace.contract.formula import (
    Band,
    BandsOf,
    Basic,
    Choice,
    Kind,
    Operand,
    Point,
    PointsOf,
    Row,
    RowsOf,
    SplitOf,
    Step,
    StepsOf,
    TableOf,
    fits,
    same,
)
from wholeplace.contract.model import (
    BandTerm,
    EntryTerm,
    ParameterTerm,
    PointTerm,
    StepTerm,
    Terms,
    ValueTerm,
    limits_of,
)
from wholeplace.contract.scalar import Scalar
from wholeplace.document import Dated, Document
from wholeplace.kernel import Problem
from wholeplace.kernel.number import percent


@dataclass(frozen=True, slots=True)
class Parameter:
    """A checked parameter: its kind, the same at every date, and its dated values."""

    name: str
    kind: Kind
    label: str
    values: tuple[Dated[ValueTerm], ...]


def read_parameters(
    document: Document[Terms],
) -> tuple[dict[str, Parameter | None], list[Problem]]:
    """Return every parameter (``None`` where it is wrong) and what is wrong with them."""
    parameters: dict[str, Parameter | None] = {}
    problems: list[Problem] = []
    for name, term in document.value.parameters.items():
        found = [*faults_in(term, document.value)]
        kind, unfit = (None, []) if found else _kind_of(term, document.value)
        parameters[name] = (
            Parameter(name, kind, term.label, term.values.root) if kind is not None else None
        )
        for path, what, remedy in (*found, *unfit):
            problems.append(document.problem(_full(document, name, path), what, remedy))
    return parameters, problems


def _full(
    document: Document[Terms], name: str, path: tuple[str | int, ...]
) -> tuple[str | int, ...]:
    written = document.source.value
    section = written["parameters"] if isinstance(written, dict) else None
    is_short = isinstance(section, dict) and isinstance(section[name], list)
    is_dated = bool(path) and isinstance(path[0], int)
    return ("parameters", name, *(() if is_short or not is_dated else ("values",)), *path)


def _kind_of(term: ParameterTerm, terms: Terms) -> tuple[Kind | None, list[Fault]]:
    kinds = [_value_kind(dated.value, choice_of(term, terms)) for dated in term.values.root]
    kind = _together(kinds)
    if kind is None:
        return None, [_mixed(kinds)]
    declared = _declared(kind, term.unit)
    if declared is None:
        return None, [(("unit",), f"its values are {kind}, not {term.unit}", "correct the unit")]
    return declared, []


def _mixed(kinds: Sequence[Kind | None]) -> Fault:
    i = next(i for i in range(len(kinds)) if _together(kinds[: i + 1]) is None)
    here, before = kinds[i], _together(kinds[:i])
    what = f"it is {here} here but {before} before" if here else "it mixes values that do not match"
    return (i, "value"), what, "write every value in the same unit"


def _value_kind(value: ValueTerm, by: Choice | None) -> Kind | None:
    if not isinstance(value, dict):
        return _entry_kind(value)
    if by is None:
        return SplitOf(tuple(value))
    each = _together([_entry_kind(entry) for entry in value.values()])
    return each and TableOf(by, each)


def _entry_kind(entry: EntryTerm) -> Kind | None:
    if isinstance(entry, Scalar):
        return entry.kind
    along = _together([limit.kind for limit in limits_of(entry) if limit] or [Basic.ZERO])
    each = _together([_given(row) for row in entry])
    if not isinstance(along, Basic) or not isinstance(each, Basic):
        return None
    return _SHAPES[type(entry[0])](along, each)


def _given(row: BandTerm | StepTerm | PointTerm) -> Basic:
    return Basic.FRACTION if isinstance(row, BandTerm) else row.value.kind


_SHAPES: Mapping[type, Callable[[Basic, Basic], RowsOf]] = {
    BandTerm: BandsOf,
    StepTerm: StepsOf,
    PointTerm: PointsOf,
}


def _together(kinds: Sequence[Kind | None]) -> Kind | None:
    return reduce(_both, kinds) if kinds else None


def _both(left: Kind | None, right: Kind | None) -> Kind | None:
    if left is None or right is None:
        return None
    if isinstance(left, RowsOf) and isinstance(right, RowsOf):
        return _both_rows(left, right) if type(left) is type(right) else None
    match left, right:
        case SplitOf(), SplitOf():
            return SplitOf(tuple(dict.fromkeys((*left.parties, *right.parties))))
        case TableOf(), TableOf():
            each = _both(left.each, right.each)
            return each and TableOf(left.by, each)
        case _:
            return same(left, right)


def _both_rows(left: RowsOf, right: RowsOf) -> Kind | None:
    along, each = same(left.along, right.along), same(left.each, right.each)
    if not isinstance(along, Basic) or not isinstance(each, Basic):
        return None
    return replace(left, along=along, each=each)


def _declared(kind: Kind, unit: str | None) -> Kind | None:
    if isinstance(kind, TableOf):
        each = _declared(kind.each, unit)
        return each and TableOf(kind.by, each)
    if isinstance(kind, StepsOf | PointsOf):
        value = _declared(kind.each, unit)
        return replace(kind, each=value) if isinstance(value, Basic) else None
    if unit is None:
        return Basic.COUNT if kind in {Basic.NUMBER, Basic.ZERO} else kind
    declared = Basic(unit)
    is_each = kind is Basic.MONEY and declared is Basic.EACH
    return declared if is_each or fits(kind, declared) else None


def operand_of(value: ValueTerm) -> Operand:
    """Return what a formula works with for a value as it was written."""
    if isinstance(value, dict):
        return {word: operand_of(entry) for word, entry in value.items()}
    if isinstance(value, Scalar):
        return value.value
    return tuple(_row(row) for row in value)


def _row(row: BandTerm | StepTerm | PointTerm) -> Row:
    if isinstance(row, BandTerm):
        return Band(_limit(row.up_to), row.share)
    if isinstance(row, StepTerm):
        return Step(_limit(row.below), row.value.value)
    return Point(Fraction(row.at.value), Fraction(row.value.value))


def _limit(scalar: Scalar | None) -> Fraction | None:
    return None if scalar is None else Fraction(scalar.value)


def told(value: ValueTerm) -> str:
    """Return a value in words: ``to 25%: 100%, above: 10%``; ``thh 40%, cnwl 60%``."""
    if isinstance(value, dict):
        return ", ".join(f"{word} {told(entry)}" for word, entry in value.items())
    if isinstance(value, Scalar):
        return str(value)
    return ", ".join(_told_row(row) for row in value)


def _told_row(row: BandTerm | StepTerm | PointTerm) -> str:
    if isinstance(row, BandTerm):
        return f"{f'to {row.up_to}' if row.up_to else 'above'}: {percent(row.share)}"
    if isinstance(row, StepTerm):
        return f"{f'below {row.below}' if row.below else 'from there'}: {row.value}"
    return f"at {row.at}: {row.value}"
