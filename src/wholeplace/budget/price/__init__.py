"""The price of a head: what each kind of person is worth in the budget, and how well that fits."""

from wholeplace.budget.price.cell import CostCell, Sums, merged, read_cells
from wholeplace.budget.price.credibility import Belief, Constant, Trust, believed
from wholeplace.budget.price.document import Credibility, Pool, Pricing
from wholeplace.budget.price.figures import price_figures, total_figure
from wholeplace.budget.price.fit import (
    Explained,
    Group,
    by,
    by_tenth,
    explained,
    mean_weights,
    predictive_ratios,
)
from wholeplace.budget.price.grouping import Point, grouped
from wholeplace.budget.price.key import EVERYBODY, Key
from wholeplace.budget.price.line import Line, fitted
from wholeplace.budget.price.model import Price, PriceList, Worth
from wholeplace.budget.price.people import CELL, SCORE, cost_cells, people_costs
from wholeplace.budget.price.person_fit import PersonFit, expected_costs, person_fit
from wholeplace.budget.price.prices import price_list, priced
from wholeplace.budget.price.published import (
    Beside,
    Comparison,
    WeightedList,
    blended,
    compared,
    gap,
)
from wholeplace.budget.price.terms import Terms, terms_on

__all__ = [
    "CELL",
    "EVERYBODY",
    "SCORE",
    "Belief",
    "Beside",
    "Comparison",
    "Constant",
    "CostCell",
    "Credibility",
    "Explained",
    "Group",
    "Key",
    "Line",
    "PersonFit",
    "Point",
    "Pool",
    "Price",
    "PriceList",
    "Pricing",
    "Sums",
    "Terms",
    "Trust",
    "WeightedList",
    "Worth",
    "believed",
    "blended",
    "by",
    "by_tenth",
    "compared",
    "cost_cells",
    "expected_costs",
    "explained",
    "fitted",
    "gap",
    "grouped",
    "mean_weights",
    "merged",
    "people_costs",
    "person_fit",
    "predictive_ratios",
    "price_figures",
    "price_list",
    "priced",
    "read_cells",
    "terms_on",
    "total_figure",
]
