"""The findings as rows of text; what may not be shown is a mark."""

from __future__ import annotations

from collections.abc import Iterator

from wholeplace.outcomes.lives import PERSONS, Life
from wholeplace.outcomes.undiagnosed import WHOLE, Gap
from wholeplace.outcomes.unequal import Estimate, GroupRate
from wholeplace.population.neighbourhoods import NOT_KNOWN as NO_NEIGHBOURHOOD
from wholeplace.privacy import MARK
from wholeplace.report.inequality.data import NOT_KNOWN, Inequality, Measured
from wholeplace.report.inequality.hide import (
    HiddenRates,
    deprivation_rows,
    hidden_rates,
    neighbourhood_rows,
)

Row = dict[str, str]

RATES = (
    *("measure", "by", "group", "name", "events", "person_years"),
    *("rate", "rate_lower", "rate_upper"),
    *("standardised", "standardised_lower", "standardised_upper", "why"),
)
SLOPES = (
    *("measure", "groups", "slope_index", "slope_index_lower", "slope_index_upper"),
    *("relative_index", "relative_index_lower", "relative_index_upper", "why"),
)
LIVES = (
    *("by", "group", "name", "sex", "age", "person_years"),
    *("life_expectancy", "lower", "upper", "why"),
)
GAPS = (
    *("condition", "name", "neighbourhood", "recorded", "expected"),
    *("gap", "gap_lower", "gap_upper", "found", "found_lower", "found_upper"),
)
SEX_NAMES = {PERSONS: "persons", "1": "men", "2": "women"}
DEPRIVATION, NEIGHBOURHOOD = "deprivation", "neighbourhood"

_NO_LINE_HIDDEN = "a group of it is not shown, and the slope would tell it"
_FEW = "not shown: a small number"


def rate_rows(data: Inequality, one: Measured) -> Iterator[Row]:
    """Yield the rates of a measure by deprivation, by neighbourhood, and of all people."""
    if one.by_neighbourhood is None:
        return
    hidden = hidden_rates(one, data.ranked, data.small)
    tables = (
        (DEPRIVATION, deprivation_rows(one)),
        (NEIGHBOURHOOD, neighbourhood_rows(one)),
    )
    for at, (by, rows) in enumerate(tables):
        for row in rows:
            marks = (row.group in hidden.events[at], row.group in hidden.years[at])
            yield _rate(data, one, by, row, marks)
    whole = (hidden.all_events, hidden.all_years)
    yield _rate(data, one, "all", one.by_neighbourhood.whole, whole)


def _rate(
    data: Inequality, one: Measured, by: str, row: GroupRate, hidden: tuple[bool, bool]
) -> Row:
    events, years = hidden
    no_rate = events or years
    # Those of unknown deprivation are not a group like others: nothing is compared with them.
    level = (
        row.standardised
        if (by, row.group) != (DEPRIVATION, NOT_KNOWN)
        else Estimate(None, None, None, "not a group of deprivation")
    )
    why = _FEW if no_rate else level.why
    return {
        "measure": one.name,
        "by": by,
        "group": row.group,
        "name": name_of(data, by, row.group),
        "events": MARK if events else str(data.small.rounded(row.events)),
        "person_years": MARK if years else f"{row.person_years:.1f}",
        **_numbers("rate", row.crude, 2, hidden=no_rate),
        **_numbers("standardised", level, 2, hidden=no_rate),
        "why": why,
    }


def _numbers(name: str, one: Estimate, digits: int, *, hidden: bool = False) -> Row:
    parts = {name: one.value, f"{name}_lower": one.lower, f"{name}_upper": one.upper}
    return {
        key: MARK if hidden else "" if number is None else f"{number:.{digits}f}"
        for key, number in parts.items()
    }


def name_of(data: Inequality, by: str, group: str) -> str:
    """Return what a group is called."""
    if by in {"all", "place"}:
        return "All"
    if by == DEPRIVATION:
        if group == NOT_KNOWN:
            return "Not known"
        ends = {
            "1": " (most deprived)",
            "10" if data.ranked == "tenths" else "5": " (least deprived)",
        }
        return f"{data.ranked.one.capitalize()} {group}{ends.get(group, '')}"
    if group in {"", NO_NEIGHBOURHOOD}:
        return "Not known"
    return data.names.get(group, group) if by == NEIGHBOURHOOD else group


def slope_row(data: Inequality, one: Measured) -> Row:
    """Return the slope and relative index of a measure, or why there is none."""
    number = len(one.by_deprivation.rows) if one.by_deprivation else 0
    why = one.missing or one.no_line or (_NO_LINE_HIDDEN if line_is_hidden(data, one) else "")
    nothing = Estimate(None, None, None)
    line = None if why else one.line
    return {
        "measure": one.name,
        "groups": str(number),
        **_numbers("slope_index", line.index if line else nothing, 2),
        **_numbers("relative_index", line.relative if line else nothing, 3),
        "why": why,
    }


def line_is_hidden(data: Inequality, one: Measured) -> bool:
    """Return whether the slope of a measure may not be shown."""
    return _hidden(data, one).line


def _hidden(data: Inequality, one: Measured) -> HiddenRates:
    return hidden_rates(one, data.ranked, data.small)


def life_rows(data: Inequality) -> Iterator[Row]:
    """Yield life expectancy by what people are grouped by; no number of deaths is told."""
    for by, lives in data.lives.items():
        for one in lives:
            yield _life(data, by, one)


def _life(data: Inequality, by: str, one: Life) -> Row:
    # Deaths are not shown, and neither is what few of them alone would make.
    few = data.small.is_small(one.deaths) and not one.expected.why
    shown = Estimate(None, None, None, _FEW) if few else one.expected
    numbers = _numbers("life_expectancy", shown, 1)
    # Person-years are told in hundreds: nobody can be found in them.
    return {
        "by": by,
        "group": one.group,
        "name": name_of(data, by, one.group),
        "sex": SEX_NAMES[one.sex],
        "age": str(one.age),
        "person_years": str(round(one.person_years / 100) * 100),
        "life_expectancy": numbers["life_expectancy"],
        "lower": numbers["life_expectancy_lower"],
        "upper": numbers["life_expectancy_upper"],
        "why": shown.why,
    }


def gap_rows(data: Inequality) -> Iterator[Row]:
    """Yield what is recorded and expected of each condition, by neighbourhood, and of all."""
    for condition, gaps in data.gaps.items():
        parts = {one.neighbourhood: one.recorded for one in gaps if one.neighbourhood != WHOLE}
        hidden = data.small.hidden_rows(parts)
        for one in gaps:
            is_whole = one.neighbourhood == WHOLE
            mark = hidden.total if is_whole else one.neighbourhood in hidden.rows
            yield _gap(data, condition, one, hidden=mark)


def _gap(data: Inequality, condition: str, one: Gap, *, hidden: bool) -> Row:
    by = "all" if one.neighbourhood == WHOLE else NEIGHBOURHOOD
    return {
        "condition": condition,
        "name": data.conditions[condition],
        "neighbourhood": name_of(data, by, one.neighbourhood),
        "recorded": MARK if hidden else str(data.small.rounded(one.recorded)),
        "expected": f"{one.expected:.1f}",
        **_numbers("gap", one.gap, 1, hidden=hidden),
        **_numbers("found", one.share, 3, hidden=hidden),
    }
