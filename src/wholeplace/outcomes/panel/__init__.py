"""All measures by month and group in one pass over the records, and what they come to."""

from wholeplace.outcomes.panel.asks import Plan, Stream, plan_of
from wholeplace.outcomes.panel.counting import People, count_measures, people_of
from wholeplace.outcomes.panel.fill import Counted, panel_of
from wholeplace.outcomes.panel.panel import Panel, Point, Tally
from wholeplace.outcomes.panel.people import ALL, COLUMNS, PLACE, lived_year
from wholeplace.outcomes.panel.placed import Placed, placed
from wholeplace.outcomes.panel.published import Published, read_published
from wholeplace.outcomes.panel.rates import YearRates, slope_of, year_rates
from wholeplace.outcomes.panel.recording import Recorded, recorded, recorded_rows
from wholeplace.outcomes.panel.sources import Sources
from wholeplace.outcomes.panel.why import Why

__all__ = [
    "ALL",
    "COLUMNS",
    "PLACE",
    "Counted",
    "Panel",
    "People",
    "Placed",
    "Plan",
    "Point",
    "Published",
    "Recorded",
    "Sources",
    "Stream",
    "Tally",
    "Why",
    "YearRates",
    "count_measures",
    "lived_year",
    "panel_of",
    "people_of",
    "placed",
    "plan_of",
    "read_published",
    "recorded",
    "recorded_rows",
    "slope_of",
    "year_rates",
]
