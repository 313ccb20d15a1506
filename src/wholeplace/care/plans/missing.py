"""What a plan must have before anybody can agree to it."""

from __future__ import annotations

from datetime import date

from wholeplace.care.plans.whole import Whole


def missing(plan: Whole, today: date) -> list[str]:
    """Return everything that is missing, in words; nothing where the plan may be agreed."""
    review = plan.plan.review_due
    found = {
        "Write at least one goal: what they want.": not plan.goals,
        "Write at least one 'what if': what shows it, what to do, and whom to call.": not any(
            one.triggers for one in plan.contingencies
        ),
        "Write the day by which the plan is looked at again.": review is None,
        "The day by which it is looked at again has passed.": review is not None and review < today,
    }
    return [words for words, is_missing in found.items() if is_missing]
