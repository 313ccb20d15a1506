"""The statistics of outcomes, for many areas at once: limits, standardised rates, inequality."""

from wholeplace.outcomes.statistics.estimates import (
    CONFIDENCE,
    Estimates,
    Missing,
    Numbers,
    estimates,
)
from wholeplace.outcomes.statistics.intervals import (
    Interval,
    byar_limits,
    count_interval,
    exact_limits,
    poisson_limits,
    proportions,
    rate_interval,
    rates,
)
from wholeplace.outcomes.statistics.life_table import AGES, FEWEST_PERSON_YEARS, life_expectancy
from wholeplace.outcomes.statistics.slope import Scale, Slope, errors_of, ranks, slope_index
from wholeplace.outcomes.statistics.standardised import (
    directly_standardised,
    indirectly_standardised,
)

__all__ = [
    "AGES",
    "CONFIDENCE",
    "FEWEST_PERSON_YEARS",
    "Estimates",
    "Interval",
    "Missing",
    "Numbers",
    "Scale",
    "Slope",
    "byar_limits",
    "count_interval",
    "directly_standardised",
    "errors_of",
    "estimates",
    "exact_limits",
    "indirectly_standardised",
    "life_expectancy",
    "poisson_limits",
    "proportions",
    "ranks",
    "rate_interval",
    "rates",
    "slope_index",
]
