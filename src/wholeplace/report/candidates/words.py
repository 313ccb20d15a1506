"""What must be said beside a list of candidates."""

from __future__ import annotations

from collections.abc import Iterator

from wholeplace.report.candidates.data import ReleaseData
from wholeplace.report.risk.words import WARNING

_ASKED = """\
A practice looks at each person before anybody is asked: it may accept or decline, and says why. \
Only then is it known who the person is.
The list was made for care, and says nothing of whether care would help: look at what can be \
changed, and evaluate what comes of it.
"""
CAUTIONS = (WARNING, *_ASKED.splitlines())


def asked_said(data: ReleaseData) -> str:
    """Say how many candidates there are for how many places."""
    places = sum(sum(one.places.values()) for one in data.lists)
    teams = f"{len(data.lists)} team{'s' if len(data.lists) > 1 else ''}"
    return (
        f"{data.small.said(data.placed)} candidates for {places:,} places of {teams}, on"
        f" {data.day}: those with most risk of {data.outcome.about} in a year, in the order"
        f" {', then '.join(_ORDER[key] for key in data.caseload.order)}."
    )


_ORDER = {
    "band": "of the band of risk",
    "changeable": "of how much can be changed",
    "risk": "of risk",
    "emergency_admissions": "of emergency admissions in 12 months",
    "ae_attendances": "of attendances at A&E in 12 months",
}


def made_said(data: ReleaseData) -> str:
    """Say by what model and document the list was made."""
    return (
        f"Made with the {data.caseload.model} model fitted on {data.fitted_on}, and"
        f" {data.caseload.caseload} {data.caseload.version}."
    )


def expected_said(data: ReleaseData) -> str:
    """Say what would become of such people if nothing were done, or why nobody can say."""
    found, event = data.expected, data.outcome.event
    if found is None:
        return (
            "What became of those who would have been chosen a year before cannot be said: the"
            " model has seen that year, or nobody is on the list."
        )
    if found.fall is None or found.lower is None or found.upper is None:
        return f"Those who would have been chosen a year before had had no {event} at all."
    fall = f"{found.fall:.0%} (95% interval {found.lower:.0%} to {found.upper:.0%})"
    trend = f"a fall of {fall}" if found.lower > 0 else f"no sure fall: {fall}"
    return (
        f"Of the {data.small.said(found.people)} whom the model would have put first a year before,"
        f" each had {found.before:.2f} {event} in the year before and"
        f" {found.after:.2f} in the year after: {trend}. As much is to be expected of this list"
        " without any more care (regression to the mean): only what goes beyond it can be the work"
        " of a team."
    )


def warnings_said(data: ReleaseData) -> Iterator[str]:
    """Yield what a reader must know of who is not on the list, and of chance at its border."""
    small = data.small
    if data.of_no_team:
        yield (
            f"{small.said(data.of_no_team)} of {data.registered:,} people are of practices that no"
            " team answers for: none of them is a candidate."
        )
    if data.on_caseload:
        on = small.said(data.on_caseload)
        yield f"{on} people with as much reason are on a caseload already."
    if data.resting:
        yield f"{small.said(data.resting)} were asked lately, and are left alone for now."
    beyond = sum(one.beyond for one in data.lists)
    if beyond:
        yield f"{small.said(beyond)} candidates found no place."
    tied = [one.team for one in data.lists if one.tied_out]
    if tied:
        yield (
            f"At the border of {', '.join(tied)} people are alike in all that decides the order;"
            " that of their pseudonyms decided, which is as good as by lot."
        )
    empty = [one.team for one in data.lists if not one.entries]
    if empty:
        yield f"Nobody is on the list of {', '.join(empty)}."
