"""The tables of a simulation: who stands to gain or lose what, what limits it, what it hangs on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from textwrap import shorten

from wholeplace.plan import (
    ALL_YEARS,
    Driver,
    Exposure,
    Simulation,
    Spread,
    by_swing,
    draws_left_out,
    shadow_years,
)
from wholeplace.report.exposure_words import (
    money,
    money_with_error,
    scale_of,
    share_with_error,
)
from wholeplace.report.table import Column, Kind, Table, columns
from wholeplace.report.words import Scale

_LONGEST = 60
NET = (
    "Net position: what is due to a party less what it owes under the agreement, and nothing else."
    " What it saves or spends besides is not in it; the lines show what there was to share. Value"
    " at risk and expected shortfall are losses: below zero, something is gained even then."
)
ERRORS = (
    "± is one Monte Carlo standard error: how far the figure may be off for want of more draws. It"
    " says nothing of whether the scenario is right."
)

Cell = Callable[[Spread, str, Scale], str]


def _row(name: str) -> Cell:
    return lambda spread, currency, scale: money_with_error(getattr(spread, name), currency, scale)


MEASURES: tuple[tuple[str, Cell], ...] = (
    ("mean", _row("mean")),
    ("standard deviation", _row("sd")),
    ("5%", _row("low")),
    ("50%", _row("median")),
    ("95%", _row("high")),
    ("probability of loss", lambda spread, _, __: share_with_error(spread.loss)),
    ("value at risk 95%", _row("value_at_risk")),
    ("expected shortfall 95%", _row("expected_shortfall")),
    ("worst draw", lambda spread, currency, scale: money(spread.worst, currency, scale)),
)

_FEW = ("mean", "5%", "50%", "95%")
_OF_YEARS = (*_FEW, "probability of loss", "value at risk 95%", "expected shortfall 95%")


def exposure_tables(
    simulation: Simulation, parties: Sequence[str], *, by_year: bool = False
) -> list[Table]:
    """Return the tables that a negotiator reads, for some of the parties.

    First each party's net position over all years, then, if wished, year by year; the lines of the
    agreement that are money; how often each limit decides; and for the party with the widest
    spread (or the only one) what its position hangs on.
    """
    tables = [_over_all_years(simulation, parties)]
    tables += [_year_by_year(simulation, parties)] if by_year else []
    tables += [_lines(simulation), _limits(simulation)]
    tables += [_drivers(simulation, widest(simulation, parties))]
    return [table for table in tables if table.rows]


def widest(simulation: Simulation, parties: Sequence[str]) -> str:
    """Return the party whose net position over all years varies most."""
    spreads = {e.of: e.spread for e in _of_all_years(simulation.exposures)}
    return max(parties, key=lambda party: spreads[party].sd.value if party in spreads else 0.0)


def _of_all_years(found: Sequence[Exposure]) -> list[Exposure]:
    return [exposure for exposure in found if exposure.year == ALL_YEARS]


def scale_of_years(simulation: Simulation, party: str) -> Scale:
    """Return the scale in which a party's positions of one year are written."""
    own = [exposure for exposure in simulation.exposures if exposure.of == party]
    years = [exposure.spread for exposure in own if exposure.year != ALL_YEARS]
    return scale_of(years or [exposure.spread for exposure in own])


def drivers_of_account(simulation: Simulation, party: str) -> list[Driver]:
    """Return what a party's position visibly hangs on, the largest swing first."""
    scale = scale_of_years(simulation, party)
    found = by_swing(simulation.drivers, party)
    return [d for d in found if d.swing(party) >= scale.size / (2 * 10**scale.places)]


def years_said(simulation: Simulation) -> str:
    """Return which years are taken: ``2019/20``, or ``2019/20 to 2023/24 together``."""
    years = simulation.draws.years
    return years[0] if len(years) == 1 else f"{years[0]} to {years[-1]} together"


def _over_all_years(simulation: Simulation, parties: Sequence[str]) -> Table:
    chosen = [e for e in _of_all_years(simulation.exposures) if e.of in parties]
    currency, scale = simulation.contract.terms.currency, scale_of(e.spread for e in chosen)
    rows = [
        (name, *(cell(exposure.spread, currency, scale) for exposure in chosen))
        for name, cell in MEASURES
    ]
    return Table(
        f"Net position, {years_said(simulation)}",
        columns("", *(exposure.of for exposure in chosen)),
        tuple(rows) if chosen else (),
        note=f"{NET}\n{ERRORS}",
    )


def _year_by_year(simulation: Simulation, parties: Sequence[str]) -> Table:
    chosen = [e for e in simulation.exposures if e.year != ALL_YEARS and e.of in parties]
    return _spreads(simulation, chosen, "Net position, year by year", with_year=True)


def _lines(simulation: Simulation) -> Table:
    chosen = _of_all_years(simulation.lines)
    caption = f"Lines of the agreement, {years_said(simulation)}"
    return _spreads(simulation, chosen, caption)


def _spreads(
    simulation: Simulation, chosen: Sequence[Exposure], caption: str, *, with_year: bool = False
) -> Table:
    currency, scale = simulation.contract.terms.currency, scale_of(e.spread for e in chosen)
    shown = [measure for measure in MEASURES if measure[0] in (_OF_YEARS if with_year else _FEW)]
    rows = [
        (
            f"{e.of} {e.year}" if with_year else e.of,
            *(cell(e.spread, currency, scale) for _, cell in shown),
        )
        for e in chosen
    ]
    return Table(caption, columns("", *(name for name, _ in shown)), tuple(rows))


def _limits(simulation: Simulation) -> Table:
    rows = [
        (
            binding.line,
            shorten(binding.written, _LONGEST, placeholder=" ..."),
            shorten(binding.part, _LONGEST, placeholder=" ..."),
            share_with_error(binding.years),
            share_with_error(binding.draws),
        )
        for binding in simulation.bindings
    ]
    headings = columns(
        "line", Column("limit", Kind.CODE), Column("decides", Kind.CODE), "of years", "of draws"
    )
    note = "Of years: how many of all contract years drawn. Of draws: in how many it ever did."
    return Table("How often each limit decides", headings, tuple(rows), note=note)


def _drivers(simulation: Simulation, party: str) -> Table:
    found = drivers_of_account(simulation, party)
    currency = simulation.contract.terms.currency
    scale = scale_of_years(simulation, party)
    rows = [
        (
            f"{driver.name} ({driver.what})",
            "; ".join(
                f"{end.at}: {money(end.mean[party], currency, scale)}"
                for end in driver.ends
                if party in end.mean
            ),
            money(driver.swing(party), currency, scale),
        )
        for driver in found
    ]
    note = (
        "Mean net position of a year. A figure is held at its 5% and 95% point in every year, a"
        " share of the agreement moved by 1 point, any other number of it by 10%; all else stays as"
        " drawn."
    )
    note += "".join(f" {sentence}" for sentence in _not_in_the_table(simulation, found))
    return Table(
        f"What the position of {party} hangs on",
        columns("", Column("mean of a year at", Kind.TEXT), "swing"),
        tuple(rows),
        note=note,
    )


def _not_in_the_table(simulation: Simulation, found: Sequence[Driver]) -> Iterator[str]:
    unknown = {
        driver.name: [end.at for end in driver.ends if not end.mean]
        for driver in simulation.drivers
    }
    still = [d.name for d in simulation.drivers if d not in found and not unknown[d.name]]
    if still:
        yield f"Of no account: {', '.join(still)}."
    at = [f"{name} at {' and '.join(ends)}" for name, ends in unknown.items() if ends]
    if at:
        yield f"Nothing can be settled with {'; '.join(at)}."


def not_counted(simulation: Simulation) -> Iterator[str]:
    """Yield a sentence for each reason why some years or draws count for nothing, or not at all."""
    years = simulation.draws.years
    for each in simulation.unsettled:
        yield f"not settled: {share_with_error(each.years)} of contract years: {each.why}"
    if simulation.unsettled and len(years) > 1:
        share = share_with_error(draws_left_out(simulation.settled.is_settled))
        yield f"left out of {years_said(simulation)}: {share} of draws, with a year not settled"
    shadow = shadow_years(simulation.contract, years)
    if shadow:
        yield f"in shadow: {', '.join(shadow)}; nothing is due then, so each counts as nothing"
