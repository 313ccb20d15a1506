"""What can be wrong with the values of a parameter: shares, bands, tables, currencies."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TypeAlias

from wholeplace.contract.formula import Basic, Choice, fits
from wholeplace.contract.model import (
    BandsTerm,
    BandTerm,
    EntryTerm,
    ParameterTerm,
    PointsTerm,
    PointTerm,
    StepsTerm,
    StepTerm,
    Terms,
    ValueTerm,
    limits_of,
)
from wholeplace.contract.scalar import Scalar
from wholeplace.kernel import nearest
from wholeplace.kernel.number import percent

# Where beneath the parameter, what is wrong, and what to try.
Fault: TypeAlias = tuple[tuple[str | int, ...], str, str]
Rows: TypeAlias = BandsTerm | StepsTerm | PointsTerm
_FEWEST_POINTS = 2


def faults_in(term: ParameterTerm, terms: Terms) -> Iterator[Fault]:
    """Yield what is wrong with the values of a parameter, taken one date at a time."""
    by = choice_of(term, terms)
    if term.by is not None and by is None:
        choices = [name for name, figure in terms.figures.items() if figure.unit == "choice"]
        yield ("by",), f"'{term.by}' is not a figure that is a choice", nearest(term.by, choices)
        return
    for i, dated in enumerate(term.values.root):
        for path, what, remedy in _value_faults(dated.value, by, terms):
            yield (i, "value", *path), what, remedy


def choice_of(term: ParameterTerm, terms: Terms) -> Choice | None:
    """Return the choice by which a parameter is looked up, if there is one."""
    figure = terms.figures.get(term.by or "")
    return Choice(figure.of) if figure and figure.unit == "choice" else None


def _value_faults(value: ValueTerm, by: Choice | None, terms: Terms) -> Iterator[Fault]:
    if not isinstance(value, dict):
        if by is not None:
            yield (), "there is no value for each word", f"write one for each of {_words(by)}"
        yield from _entry_faults(value, terms.currency)
    elif by is None:
        yield from _split_faults(value, terms)
    elif by.options:  # a choice of nothing is reported where it is defined
        yield from _table_faults(value, by, terms.currency)


def _words(choice: Choice) -> str:
    return ", ".join(choice.options)


def _table_faults(value: dict[str, EntryTerm], by: Choice, currency: str) -> Iterator[Fault]:
    for word in value:
        if word not in by.options:
            yield (word,), f"'{word}' is not {by}", nearest(word, by.options)
    for word in by.options:
        if word not in value:
            yield (), f"there is no value for '{word}'", f"add one; the words are {_words(by)}"
    for word, entry in value.items():
        for path, what, remedy in _entry_faults(entry, currency):
            yield (word, *path), what, remedy


def _split_faults(value: dict[str, EntryTerm], terms: Terms) -> Iterator[Fault]:
    for party in value:
        if party not in terms.parties:
            yield (party,), f"unknown party '{party}'", nearest(party, terms.parties)
    shares = {party: _share(entry) for party, entry in value.items()}
    for party, share in shares.items():
        if share is None or share < 0:
            yield (party,), f"the share of '{party}' is not a share", "write it like 40%"
    known = [share for share in shares.values() if share is not None and share >= 0]
    if len(known) == len(shares) and sum(known) != 1:
        adding = " + ".join(map(percent, known)) or "nothing"
        what = f"{adding} make {percent(sum(known, Fraction(0)))}"
        yield (), f"{what}; shares of one split must make 100%", "correct the shares"


def _share(entry: EntryTerm) -> Fraction | None:
    is_share = isinstance(entry, Scalar) and fits(entry.kind, Basic.FRACTION)
    return Fraction(entry.value) if is_share and isinstance(entry, Scalar) else None


def _entry_faults(entry: EntryTerm, currency: str) -> Iterator[Fault]:
    if isinstance(entry, Scalar):
        yield from _currency_faults(entry, currency, ())
        return
    if not entry:
        yield (), "there are no bands", "add at least one, with only a share"
        return
    for i, row in enumerate(entry):
        if isinstance(row, StepTerm | PointTerm):
            yield from _currency_faults(row.value, currency, (i, "value"))
    if isinstance(entry[0], PointTerm):
        yield from _point_faults(entry)
    else:
        yield from _open_end_faults(entry)
    yield from _order_faults(entry, currency)


def _point_faults(entry: Rows) -> Iterator[Fault]:
    if len(entry) < _FEWEST_POINTS:
        yield (), "one point makes no line", "add a second point, or write the value alone"


def _open_end_faults(entry: Rows) -> Iterator[Fault]:
    name, limit = _words_of(entry)
    *before, last = limits_of(entry)
    for i, ends in enumerate(before):
        if ends is None:
            yield (i,), f"only the last {name} may have no limit", f"add {limit} to this {name}"
    if last is not None:
        what = f"the last {name} has a limit"
        remedy = f"add a {name} with only a {'share' if name == 'band' else 'value'}"
        yield (len(before), limit), what, remedy


def _order_faults(entry: Rows, currency: str) -> Iterator[Fault]:
    name, limit = _words_of(entry)
    # Bands begin at nothing; a step or a point may stand anywhere.
    earlier = Fraction(0) if name == "band" else None
    for i, ends in enumerate(limits_of(entry)):
        if ends is None:
            continue
        yield from _currency_faults(ends, currency, (i, limit))
        if earlier is not None and ends.value <= earlier:
            what = f"{ends} is not above the limit before it"
            first = ", from above 0" if name == "band" else ""
            yield (i, limit), what, f"put the {name}s in order of their limits{first}"
        earlier = Fraction(ends.value)


def _words_of(entry: Rows) -> tuple[str, str]:
    words = {BandTerm: ("band", "up_to"), StepTerm: ("step", "below"), PointTerm: ("point", "at")}
    return words[type(entry[0])]


def _currency_faults(scalar: Scalar, currency: str, path: tuple[str | int, ...]) -> Iterator[Fault]:
    if scalar.currency not in {"", currency}:
        what = f"{scalar} stands in an agreement in {currency}"
        yield path, what, f"write the amount in {currency}"
