"""The tables of two drafts on the same draws: who gains, who pays, and in which states."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from wholeplace.contract.formula import Basic
from wholeplace.plan import Comparison, State, shadow_years
from wholeplace.report.exposure_words import (
    change,
    money,
    money_with_error,
    scale_of,
    share_with_error,
)
from wholeplace.report.table import Table, columns
from wholeplace.report.words import Scale, fixed, scale_for

_PLACES = 4
_FEW = 2  # parties of which three columns each still fit on a screen


def comparison_tables(comparison: Comparison, parties: Sequence[str]) -> list[Table]:
    """Return what changes for each party over all years, and then in each state of a year."""
    tables = [_gains(comparison, parties), _states(comparison, parties)]
    return [table for table in tables if table.rows]


def not_compared(comparison: Comparison) -> Iterator[str]:
    """Yield a sentence for what is left out, and for each draft that is in shadow in some years."""
    years = comparison.scenario.years
    if comparison.left_out.value:
        share = share_with_error(comparison.left_out)
        yield f"left out: {share} of contract years, which one of the two cannot settle"
        if len(years) > 1:
            share = share_with_error(comparison.draws_left_out)
            yield f"left out of all years together: {share} of draws, with such a year"
    for name, contract in (("A", comparison.first), ("B", comparison.second)):
        shadow = shadow_years(contract, years)
        if shadow:
            yield f"{name} is in shadow in {', '.join(shadow)}: nothing is due under it then"


def _gains(comparison: Comparison, parties: Sequence[str]) -> Table:
    chosen = [gain for gain in comparison.gains if gain.party in parties]
    currency = comparison.first.terms.currency
    whole = scale_for(Fraction(e.value) for gain in chosen for e in (gain.first, gain.second))
    scale = scale_of(gain.difference for gain in chosen)

    def row(name: str) -> tuple[str, ...]:
        cells = (change(getattr(g.difference, name), currency, scale) for g in chosen)
        return tuple(cells)

    rows = (
        ("mean under A", *(money_with_error(gain.first, currency, whole) for gain in chosen)),
        ("mean under B", *(money_with_error(gain.second, currency, whole) for gain in chosen)),
        ("B less A: mean", *row("mean")),
        ("5%", *row("low")),
        ("50%", *row("median")),
        ("95%", *row("high")),
        ("B is better", *(share_with_error(gain.better) for gain in chosen)),
        ("B is worse", *(share_with_error(gain.worse) for gain in chosen)),
        ("the same", *(share_with_error(gain.same) for gain in chosen)),
    )
    years = comparison.scenario.years
    said = years[0] if len(years) == 1 else f"{years[0]} to {years[-1]} together"
    headings = columns("", *(gain.party for gain in chosen))
    note = "What the parties gain and pay makes zero in every draw."
    return Table(f"Net position, {said}", headings, rows if chosen else (), note=note)


def _states(comparison: Comparison, parties: Sequence[str]) -> Table:
    currency = comparison.first.terms.currency
    chosen = [party for party in _all_parties(comparison) if party in parties]
    amounts = [
        Fraction(state.difference[party].value) for state in comparison.states for party in chosen
    ]
    scale = scale_for(amounts)
    ends = scale_for(Fraction(end) for state in comparison.states for end in _ends(state))
    cells = _before_and_after if len(chosen) <= _FEW else _only_the_change
    rows = tuple(
        (
            _named(state, comparison, ends),
            fixed(Fraction(state.share) * 100, 1) + "%",
            *(cell for party in chosen for cell in cells(state, party, currency, scale)),
        )
        for state in comparison.states
    )
    heads = [head for party in chosen for head in _heads(party, is_short=len(chosen) > _FEW)]
    headings = columns(f"years in which {comparison.driver} is", "of years", *heads)
    caption = "In which states who gains and who pays"
    return Table(caption, headings, rows, note=_note(comparison, is_short=len(chosen) > _FEW))


def _heads(party: str, *, is_short: bool) -> tuple[str, ...]:
    return (party,) if is_short else (f"{party} under A", "under B", "B less A")


def _note(comparison: Comparison, *, is_short: bool) -> str:
    explained = fixed(Fraction(comparison.explained) * 100, 0)
    what = "What B adds to the mean net position of a year" if is_short else "Means of a year"
    more = "; for one party its means under A and under B are told too" if is_short else ""
    return (
        f"{what}{more}. The value of '{comparison.driver}' accounts for {explained}% of how"
        " differently contract years fare under the two."
    )


def _only_the_change(state: State, party: str, currency: str, scale: Scale) -> tuple[str, ...]:
    return (change(state.difference[party], currency, scale),)


def _all_parties(comparison: Comparison) -> list[str]:
    return list(dict.fromkeys(party for state in comparison.states for party in state.difference))


def _before_and_after(state: State, party: str, currency: str, scale: Scale) -> tuple[str, ...]:
    return (
        money(state.first[party], currency, scale),
        money(state.second[party], currency, scale),
        change(state.difference[party], currency, scale),
    )


def _ends(state: State) -> tuple[float, float]:
    return state.least, state.most


def _named(state: State, comparison: Comparison, scale: Scale) -> str:
    if state.word:
        return state.word
    least, most = (_end(end, comparison, scale) for end in _ends(state))
    return least if least == most else f"{least} to {most}"


def _end(end: float, comparison: Comparison, scale: Scale) -> str:
    if comparison.kind is Basic.MONEY:
        return money(end, comparison.first.terms.currency, scale)
    if comparison.kind is Basic.FRACTION:
        return fixed(Fraction(end) * 100, 1) + "%"
    return f"{round(end, _PLACES):,g}"
