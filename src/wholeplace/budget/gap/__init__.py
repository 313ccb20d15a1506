"""What the years bring if nothing is done: activity, cost, resource and the gap between them."""

from wholeplace.budget.gap.base import base_cells, cells_of, in_band, in_sexes
from wholeplace.budget.gap.figures import gap_figure, gap_sentence
from wholeplace.budget.gap.people import AgeGroup, band_names, financial_years, in_bands
from wholeplace.budget.gap.project import cells_in, do_nothing
from wholeplace.budget.gap.projection import BaseCell, CellYear, People, Projection, YearOfGap
from wholeplace.budget.gap.terms import DoNothing, Projected, Resource, ServiceRates

__all__ = [
    "AgeGroup",
    "BaseCell",
    "CellYear",
    "DoNothing",
    "People",
    "Projected",
    "Projection",
    "Resource",
    "ServiceRates",
    "YearOfGap",
    "band_names",
    "base_cells",
    "cells_in",
    "cells_of",
    "do_nothing",
    "financial_years",
    "gap_figure",
    "gap_sentence",
    "in_band",
    "in_bands",
    "in_sexes",
]
