"""Review points: days on which the parties agreed to set parameters anew."""

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
