"""What every room uses: money, periods, parties, explained figures and located errors."""

from wholeplace.kernel.errors import Problem, Refused, Where, nearest, refuse_if
from wholeplace.kernel.figure import Figure, Headline, Unit, Value
from wholeplace.kernel.money import Money, allocate, read_amount, read_money, show_amount, symbol_of
from wholeplace.kernel.number import plain, read_fraction, read_number, round_half_away, round_to
from wholeplace.kernel.party import Party, Role
from wholeplace.kernel.period import FinancialYear, Month, financial_year_of, read_financial_year

__all__ = [
    "Figure",
    "FinancialYear",
    "Headline",
    "Money",
    "Month",
    "Party",
    "Problem",
    "Refused",
    "Role",
    "Unit",
    "Value",
    "Where",
    "allocate",
    "financial_year_of",
    "nearest",
    "plain",
    "read_amount",
    "read_financial_year",
    "read_fraction",
    "read_money",
    "read_number",
    "refuse_if",
    "round_half_away",
    "round_to",
    "show_amount",
    "symbol_of",
]
