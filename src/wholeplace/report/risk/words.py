"""What a model card says in words."""

from __future__ import annotations

from wholeplace.population.risk import HORIZON, LONGEST, Area, ModelEvaluation
from wholeplace.privacy import MARK
from wholeplace.report.risk.data import RiskData

WARNING = (
    "A list is not care. Where general practices in Wales were given a tool like this one,"
    " emergency admissions rose: by 1% of people in a year among 230,099 (PRISMATIC, Snooks and"
    " others, BMJ Quality & Safety 2019;28:697-705). Look at what can be changed for a person"
    " beside the risk, and evaluate what is done with the list."
)

_LIMITS = """\
The people of the trial are mostly those whom the model was fitted on, a year older: it says how \
the model will do here next year, not how it would do elsewhere.
Who died or moved away within the year counts with what was seen of them until then.
Care that is no part of the records (private, abroad, of feeds that were not loaded) is unknown, \
and unknown care looks like good health.
Need that never reached a service is not foreseen: whoever cannot get care gets a low probability. \
Look at the groups by deprivation and ethnicity.
What is foreseen is what came under the care there was: people who were helped in time look like \
people at low risk.
Risk stratification is not direct care: records of social care need a legal basis of their own \
before they are used for it.
"""
LIMITS = tuple(_LIMITS.splitlines())


def area_said(area: Area | None) -> str:
    """Write an area with its limits."""
    if area is None:
        return MARK
    return f"{area.value:.3f} ({area.lower:.3f} to {area.upper:.3f})"


def asked_said(data: RiskData) -> str:
    """Say what was foreseen, of how many, and to how many it came."""
    found = data.evaluation
    return (
        f"Of {data.small.said(found.people)} people registered on {data.tried_on},"
        f" {data.small.said(found.with_any)} ({found.with_any / found.people:.1%})"
        f" {data.outcome.had} in the {HORIZON} days from then:"
        f" {data.small.said(found.events)} {data.outcome.event}."
    )


def made_said(data: RiskData) -> str:
    """Say what the models were fitted on."""
    if data.saved_in:
        return f"The models were fitted before, on {data.fitted_on} ({data.saved_in})."
    return (
        f"The models were fitted on {data.fitted_on}: {data.small.said(data.before_people)} people,"
        f" {data.small.said(data.before_with_any)} of whom {data.outcome.had} in the year after."
    )


def top_said(data: RiskData, one: ModelEvaluation) -> str:
    """Say what the list of a model catches."""
    top = data.told_top(one)
    if not data.may_show(top):
        return f"The {top.people:,} with the highest probability by {one.model}: {data.small.why}."
    return (
        f"The {top.people:,} with the highest probability by {one.model}: {top.ppv:.0%}"
        f" {data.outcome.had}, {top.sensitivity:.1%} of those who did;"
        f" {top.of_events:.1%} of all {data.outcome.event}."
    )


def warnings_said(data: RiskData) -> list[str]:
    """Say what a reader must know before using the models."""
    found = data.evaluation
    told = []
    limit = data.outcome.too_good
    if limit and any(one.area.value > limit for one in found.models):
        told.append(
            f"An area above {limit} is too good: scores made on millions of people reach about"
            " 0.80. Something that came after the day is probably known before it."
        )
    if data.look_back < LONGEST:
        told.append(
            f"Records reach {data.look_back:,} days back from {data.compared_with}: no window looks"
            f" further on either day, though its name may say so."
        )
    if data.empty:
        told.append(f"The records say nothing of: {', '.join(data.empty)}.")
    told += [_apart(one) for one in found.models if not _LOW < one.calibration.slope < _HIGH]
    moved = [name for name, index in found.drift.items() if index > MOVED]
    if moved:
        told.append(f"Moved much between the two years: {', '.join(moved)}.")
    return told


def _apart(one: ModelEvaluation) -> str:
    slope = one.calibration.slope
    how = "too far apart" if slope < 1 else "not far enough apart"
    return f"The probabilities of {one.model} are {how} (slope {slope:.2f})."


_LOW, _HIGH = 0.8, 1.2
MOVED = 0.25
"""A population stability index above this is a great change, by the custom of credit scoring."""
