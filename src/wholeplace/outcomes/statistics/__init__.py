"""The statistics of outcomes, for many areas at once: limits, standardised rates, inequality."""

from wholeplace.outcomes.statistics.dispersion import (
    Dispersion,
    Tails,
    dispersed_funnel,
    dispersion,
)
from wholeplace.outcomes.statistics.estimates import (
    CONFIDENCE,
    Estimates,
    Missing,
    Numbers,
    estimates,
)
from wholeplace.outcomes.statistics.funnel import (
    FunnelPlot,
    Position,
    count_limits,
    proportion_funnel,
    rate_funnel,
    ratio_funnel,
)
from wholeplace.outcomes.statistics.funnel_where_fit import (
    dispersed_funnel_where_fit,
    proportion_funnel_where_fit,
    rate_funnel_where_fit,
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
from wholeplace.outcomes.statistics.means import means, means_of
from wholeplace.outcomes.statistics.quantiles import Quantiles, quantiles
from wholeplace.outcomes.statistics.ratios import indirectly_standardised_rates, ratios
from wholeplace.outcomes.statistics.repeated import repeated_standardised
from wholeplace.outcomes.statistics.slope import Scale, Slope, errors_of, ranks, slope_index
from wholeplace.outcomes.statistics.standardised import (
    directly_standardised,
    indirectly_standardised,
)
from wholeplace.outcomes.statistics.where_fit import (
    proportions_where_fit,
    rates_where_fit,
    standardised_where_fit,
    why_unfit,
)

__all__ = [
    "AGES",
    "CONFIDENCE",
    "FEWEST_PERSON_YEARS",
    "Dispersion",
    "Estimates",
    "FunnelPlot",
    "Interval",
    "Missing",
    "Numbers",
    "Position",
    "Quantiles",
    "Scale",
    "Slope",
    "Tails",
    "byar_limits",
    "count_interval",
    "count_limits",
    "directly_standardised",
    "dispersed_funnel",
    "dispersed_funnel_where_fit",
    "dispersion",
    "errors_of",
    "estimates",
    "exact_limits",
    "indirectly_standardised",
    "indirectly_standardised_rates",
    "life_expectancy",
    "means",
    "means_of",
    "poisson_limits",
    "proportion_funnel",
    "proportion_funnel_where_fit",
    "proportions",
    "proportions_where_fit",
    "quantiles",
    "ranks",
    "rate_funnel",
    "rate_funnel_where_fit",
    "rate_interval",
    "rates",
    "rates_where_fit",
    "ratio_funnel",
    "ratios",
    "repeated_standardised",
    "slope_index",
    "standardised_where_fit",
    "why_unfit",
]
