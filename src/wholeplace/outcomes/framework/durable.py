"""What a framework promised to leave alone, and did not; and what it leaves open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from wholeplace.kernel import Problem
from wholeplace.kernel.number import percent
from wholeplace.outcomes.framework.check import Placed, anywhere
from wholeplace.outcomes.framework.document import Framework, Outcome


def warnings_of(framework: Framework, day: date, where: Placed = anywhere) -> tuple[Problem, ...]:
    """Return what to look at on a day: none of it keeps a framework from being used."""
    found = [*_incentive(framework, where), *_statements(framework, where)]
    for i, one in enumerate(framework.outcomes):
        found += [*_changed(one, i, where), *_reviews(one, i, day, where)]
    return tuple(found)


def _changed(one: Outcome, i: int, where: Placed) -> Iterator[Problem]:
    for name, word in (("targets", "the target"), ("weight", "the weight")):
        timeline = getattr(one, name)
        for j, (earlier, later) in enumerate(pairwise(timeline.root if timeline else ()), 1):
            until = _years_on(earlier.from_, one.durable_years)
            if later.value != earlier.value and later.from_ < until:
                what = (
                    f"{word} of '{one.measure}' of {earlier.from_} was to hold for"
                    f" {one.durable_years} years and changes on {later.from_}"
                )
                remedy = f"let it hold until {until}, or say why in its source"
                yield Problem(where("outcomes", i, name, j), what, remedy)


def holds_until(outcome: Outcome, day: date) -> date | None:
    """Return until when what is agreed of an outcome on a day was to hold, the day after the last.

    ``None`` where neither its weight nor its target is in force.
    """
    found = (timeline.on(day) for timeline in (outcome.weight, outcome.targets) if timeline)
    ends = [_years_on(entry.from_, outcome.durable_years) for entry in found if entry]
    return min(ends, default=None)


def _years_on(day: date, years: int) -> date:
    # The 29th of February has no anniversary in most years.
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if is_leap_day else day.day)


def _reviews(one: Outcome, i: int, day: date, where: Placed) -> Iterator[Problem]:
    at = where("outcomes", i, "next_review")
    if one.next_review <= day:
        what = f"'{one.measure}' was to be reviewed on {one.next_review}"
        yield Problem(at, what, "review it, and write when it will be next")
    begins = one.targets.root[-1].from_ if one.targets else None
    if begins and one.next_review < _years_on(begins, one.durable_years):
        what = (
            f"'{one.measure}' is reviewed on {one.next_review}, before the target of {begins}"
            f" has held for {one.durable_years} years"
        )
        yield Problem(at, what, f"review it on {_years_on(begins, one.durable_years)}")


def _incentive(framework: Framework, where: Placed) -> Iterator[Problem]:
    entries = framework.incentive.root if framework.incentive else ()
    for j, (earlier, later) in enumerate(pairwise(entries), 1):
        if later.value < earlier.value:
            what = (
                f"the part that hangs on outcomes falls from {percent(earlier.value)} to"
                f" {percent(later.value)} on {later.from_}"
            )
            yield Problem(where("incentive", j), what, "let it grow, or say why in its source")


def _statements(framework: Framework, where: Placed) -> Iterator[Problem]:
    spoken = {name for one in framework.outcomes for name in one.statements}
    for i, statement in enumerate(framework.statements):
        if statement.statement not in spoken:
            what = f"no measure speaks for '{statement.says}'"
            yield Problem(where("statements", i), what, "name it in an outcome, or find a measure")
    for i, one in enumerate(framework.outcomes):
        if not one.statements:
            what = f"'{one.measure}' speaks for no statement"
            yield Problem(where("outcomes", i), what, "name the statements that it is about")
