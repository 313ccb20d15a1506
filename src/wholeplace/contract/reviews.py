"""When an agreement is out of date: a review was not held, or its term does not reach a year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from wholeplace.contract.agreement import Contract
from wholeplace.kernel import Problem


def reviews_due(contract: Contract, start_of_year: date) -> Iterator[Problem]:
    """Yield a problem for each parameter that a review should have set anew, and did not.

    That is so where the value in force on the first day of the year is dated before a review that
    was to be held by then. A review that leaves a value as it was writes it again, on its day.
    """
    terms = contract.terms
    for i, review in enumerate(terms.reviews):
        for j, name in enumerate(review.rebases if review.on <= start_of_year else ()):
            entry = terms.parameters[name].values.on(start_of_year)
            if entry is not None and entry.from_ < review.on:
                what = (
                    f"the review of {review.on} ('{review.title}') is due:"
                    f" '{name}' still has its value of {entry.from_}"
                )
                remedy = f"add the value that was agreed, dated {review.on} or later"
                yield contract.document.problem(("reviews", i, "rebases", j), what, remedy)


def outside_term(contract: Contract, start_of_year: date) -> Iterator[Problem]:
    """Yield a problem where no day of a contract year is within the term of the agreement."""
    term, year = contract.terms.term, contract.terms.year
    if term is None:
        return
    if start_of_year > term.until or year.in_year(start_of_year.year + 1) <= term.from_:
        name = contract.year_name(start_of_year)
        what = f"the agreement runs from {term.from_} to {term.until}, which is not in {name}"
        yield contract.document.problem(("term",), what, "correct the year, or the term")
