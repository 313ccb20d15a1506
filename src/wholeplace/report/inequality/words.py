"""What is found of inequality in sentences, and what a reader must know of it."""

from __future__ import annotations

from collections.abc import Iterator

from wholeplace.privacy import MARK
from wholeplace.report.inequality.data import Inequality, Measured, Ranked
from wholeplace.report.inequality.rows import gap_rows, life_rows, rate_rows, slope_row


def headlines(data: Inequality) -> list[str]:
    """Return a sentence for each measure, and one for life expectancy."""
    return [*(slope_sentence(data, one) for one in data.measured), life_sentence(data)]


def slope_sentence(data: Inequality, one: Measured) -> str:
    """Return how unequal a measure is, or why that cannot be said."""
    row = slope_row(data, one)
    if row["why"] or one.line is None:
        what = "nothing can be said" if one.missing else "there is no slope"
        is_small = not one.missing and data.ranked is Ranked.TENTHS and one.by_deprivation
        hint = " Fifths have more in each group than tenths." if is_small else ""
        return f"{one.title}: {what}, for {row['why']}.{hint}"
    index, ratio = one.line.index, one.line.relative
    value, lower, upper = (x or 0.0 for x in (index.value, index.lower, index.upper))
    more = "fewer" if value > 0 else "more"
    low, high = sorted((abs(lower), abs(upper)))
    sure = lower * upper > 0
    told = f"{abs(value):.1f} {more} at the most deprived end than at the least"
    limits = f"95% limits {low:.1f} to {high:.1f}" if sure else _unsure(lower, upper)
    times = f"relative index {row['relative_index']}" if ratio.value is not None else ""
    return f"{one.title}, standardised: {told} ({limits}; {times})."


def _unsure(lower: float, upper: float) -> str:
    return (
        f"95% limits from {-lower:.1f} more to {upper:.1f} fewer, so there may be no slope at all"
    )


def life_sentence(data: Inequality) -> str:
    """Return the life expectancy of the place, or why it is not known."""
    rows = [row for row in life_rows(data) if row["by"] == "place" and row["sex"] == "persons"]
    if not rows:
        return f"Life expectancy: not known, for no death is recorded in {data.year}."
    row = rows[0]
    at = "birth" if row["age"] == "0" else row["age"]
    if row["why"]:
        return f"Life expectancy at {at}: not known, for {row['why']}."
    limits = f"95% limits {row['lower']} to {row['upper']}"
    return f"Life expectancy at {at}: {row['life_expectancy']} years ({limits}), {years(data)}."


def years(data: Inequality) -> str:
    """Return the years that life expectancy is pooled over: ``2017/18 to 2019/20``."""
    if not data.years:
        return "no year"
    first, last = data.years[0], data.years[-1]
    return str(first) if first == last else f"{first} to {last}"


def rate_notes(data: Inequality, one: Measured) -> Iterator[str]:
    """Yield what a reader of the rates of a measure must know."""
    who = f" of people of {data.from_age} and over" if data.from_age else ""
    yield f"Rates are of {one.per:,} person-years{who} in {data.year}, with 95% limits."
    yield "Standardised: for age and sex, to the European Standard Population 2013."
    yield "Homes are those of the first day of the year, or of joining; tenths are national."
    joined = [rates.joined for rates in (one.by_deprivation, one.by_neighbourhood) if rates]
    if any(joined):
        yield (
            f"{max(joined)} bands of age were joined with the next, for all groups alike, since"
            " some group had nobody in them."
        )
    if any(MARK in row.values() for row in rate_rows(data, one)):
        yield f"{MARK} {data.small.why}."
    if one.not_known is not None:
        yield "People whose home, or its deprivation, is not known are in the total, not the slope."


def life_notes(data: Inequality) -> list[str]:
    """Return what a reader of life expectancy must know."""
    return [
        f"Deaths and person-years of {years(data)}, of people of all ages on the register.",
        "By Chiang's method, with 95% limits. Person-years are rounded to hundreds.",
        "Not told of 5,000 person-years or fewer, or with limits more than 20 years apart.",
        "People who live in a care home count where the home is, not where they lived before.",
    ]


def gap_notes(data: Inequality) -> list[str]:
    """Return what a reader of the undiagnosed must know."""
    told = [
        f"Recorded: coded at any time before {data.on}, of people on the register that day.",
        "Expected: the prevalence by age and sex that surveys found, of the same people.",
        "Limits are those of chance in the recorded count (Byar).",
        "They do not cover how far the expectation may be from the truth of this place: its",
        "deprivation, its ethnicity, the years since the survey.",
    ]
    assumed = [n for n, c in data.expected.conditions.items() if "assumed" in c.source]
    if assumed:
        names = ", ".join(data.conditions[name] for name in assumed)
        told.append(f"Some expected shares are assumed, and were not found in a survey: {names}.")
    if any(MARK in row.values() for row in gap_rows(data)):
        told.append(f"{MARK} {data.small.why}.")
    return told
