"""Is an improvement real, and is the reward fair? Warnings with their numbers, never verdicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import erfc, sqrt

from wholeplace.outcomes.framework.gaming_limits import FairnessLimits
from wholeplace.outcomes.targets import Law, Marks, needed

_FEWEST_PERIODS = 2
LEFT_OUT = "left_out"
"""What numbers begin with that are counts, and not shares."""


@dataclass(frozen=True, slots=True)
class Caution:
    """A warning: which check, of which measure, the numbers behind it, and a sentence."""

    check: str
    measure: str
    numbers: Mapping[str, float]
    says: str


def exclusions(
    measure: str, excluded: Sequence[float], eligible: Sequence[float], limits: FairnessLimits
) -> Caution | None:
    """Warn where more of the eligible are left out in the last period than in the first.

    Two proportions, pooled normal test, one-sided. Raises ``ValueError`` for fewer than two
    periods, nobody eligible, or more left out than there are.
    """
    _check(excluded, eligible, whole=True)
    before, after = excluded[0] / eligible[0], excluded[-1] / eligible[-1]
    pooled = (excluded[0] + excluded[-1]) / (eligible[0] + eligible[-1])
    error = sqrt(pooled * (1 - pooled) * (1 / eligible[0] + 1 / eligible[-1]))
    chance = _chance(after - before, error)
    if after - before < limits.exclusions_rise or chance > limits.significance:
        return None
    numbers = {"before": before, "after": after, "chance": chance}
    numbers |= {f"{LEFT_OUT}_first": excluded[0], f"{LEFT_OUT}_last": excluded[-1]}
    says = (
        f"{after:.1%} of the eligible are left out, {before:.1%} at first: an improvement may be of"
        " who is counted, not of their care"
    )
    return Caution("exclusions", measure, numbers, says)


def coding(
    measure: str, diagnoses: Sequence[float], admissions: Sequence[float], limits: FairnessLimits
) -> Caution | None:
    """Warn where more diagnoses are written down for each admission than at first (its depth).

    Ratio of two Poisson rates, normal test of its logarithm, one-sided. Raises ``ValueError`` for
    fewer than two periods, no admission, or no diagnosis at first.
    """
    _check(diagnoses, admissions, whole=False)
    if diagnoses[0] <= 0 or diagnoses[-1] <= 0:
        raise ValueError("no diagnosis was written down in the first or the last period")
    before, after = diagnoses[0] / admissions[0], diagnoses[-1] / admissions[-1]
    rise = after / before - 1
    chance = _chance(rise, sqrt(1 / diagnoses[0] + 1 / diagnoses[-1]))
    if rise < limits.coding_rise or chance > limits.significance:
        return None
    numbers = {"before": before, "after": after, "rise": rise, "chance": chance}
    says = (
        f"{after:.2f} diagnoses are written down for each admission, {before:.2f} at first"
        f" ({rise:+.1%}): people may look more ill than they did, and results for them better"
    )
    return Caution("coding", measure, numbers, says)


def ceiling(measure: str, law: Law, marks: Marks, limits: FairnessLimits) -> Caution | None:
    """Warn where the full reward needs too much of the room that there is, or all and more."""
    asked = needed(law, marks)
    room = law.expected if marks.better == "lower" else law.most - law.expected
    if asked.improvement is None:
        numbers = {"expected": law.expected, "room": room}
        says = f"the full reward is out of reach: {asked.why}"
        return Caution("ceiling", measure, numbers, says)
    if not law.is_whole or asked.improvement / room < limits.room:
        return None
    numbers = {"expected": law.expected, "room": room, "needed": asked.improvement}
    says = (
        f"to earn the full reward with a chance of {asked.power:.0%},"
        f" {asked.improvement / room:.0%} of all the improvement that is possible must be made"
    )
    return Caution("ceiling", measure, numbers, says)


def small_denominators(
    measure: str, denominators: Mapping[str, float], limits: FairnessLimits
) -> Caution | None:
    """Warn of parts (practices, segments) with so few people that a rate is mostly noise."""
    few = [name for name, number in denominators.items() if number < limits.fewest]
    if not few:
        return None
    numbers = {
        "parts": float(len(denominators)),
        "few": float(len(few)),
        "fewest": float(limits.fewest),
    }
    says = (
        f"{len(few)} of {len(denominators)} parts have fewer than {limits.fewest:,}: their results"
        " are mostly luck; shrink them to the mean, or do not reward them apart"
    )
    return Caution("small denominators", measure, numbers, says)


def case_mix(
    measure: str,
    before: Mapping[str, float],
    after: Mapping[str, float],
    rates: Mapping[str, float],
    limits: FairnessLimits,
) -> Caution | None:
    """Warn where who is counted changed so that the same rates in every group make another whole.

    ``rates`` are those of the first period, by group. Ratio of the whole rate with the people of
    now to that with those of then (Kitagawa 1955). Raises ``ValueError`` for nobody, or a
    group without a rate.
    """
    lacking = sorted((set(before) | set(after)) - set(rates))
    if lacking:
        raise ValueError(f"there is no rate for {', '.join(lacking)}")
    then, now = _crude(before, rates), _crude(after, rates)
    change = now / then - 1
    if abs(change) < limits.case_mix:
        return None
    weight = {group: _moved(group, before, after) * (rates[group] - then) for group in rates}
    most = max(sorted(rates), key=lambda group: abs(weight[group]))
    moved = (_share(before, most), _share(after, most))
    numbers = {"change": change, "group_before": moved[0], "group_after": moved[1]}
    says = (
        f"who is counted has changed ('{most}' from {moved[0]:.1%} to {moved[1]:.1%}): that alone"
        f" moves the rate by {change:+.1%}; use the standardised one"
    )
    return Caution("case mix", measure, numbers, says)


def _crude(people: Mapping[str, float], rates: Mapping[str, float]) -> float:
    whole = sum(people.values())
    found = sum(number * rates[group] for group, number in people.items())
    if whole <= 0 or found <= 0:
        raise ValueError("nobody is counted, or nothing happens to them")
    return found / whole


def _moved(group: str, before: Mapping[str, float], after: Mapping[str, float]) -> float:
    return _share(after, group) - _share(before, group)


def _share(people: Mapping[str, float], group: str) -> float:
    return people.get(group, 0) / sum(people.values())


def _check(number: Sequence[float], of: Sequence[float], *, whole: bool) -> None:
    if len(number) != len(of) or len(number) < _FEWEST_PERIODS:
        raise ValueError(f"a change needs {_FEWEST_PERIODS} periods or more, each of both numbers")
    if any(one <= 0 for one in of) or any(one < 0 for one in number):
        raise ValueError("a number is below nought, or is of nobody")
    if whole and any(one > all_ for one, all_ in zip(number, of, strict=True)):
        raise ValueError("more are left out than there are")


def _chance(difference: float, error: float) -> float:
    """Return the chance of a rise as great or greater by luck alone."""
    if error == 0:
        return 0.0 if difference > 0 else 1.0
    return erfc(difference / error / sqrt(2)) / 2
