"""The start page, made of sections that each room adds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wholeplace.care.models import Role
from wholeplace.care.today.carers import carers_due
from wholeplace.care.today.caseload import candidates_waiting, to_ask, to_contact
from wholeplace.care.today.glass import glass_to_review
from wholeplace.care.today.huddle import next_huddles
from wholeplace.care.today.lead import by_lead, gone, standing_in
from wholeplace.care.today.parts import Day, Row, Section, SectionOf
from wholeplace.care.today.plan import plans_overdue, plans_to_agree, plans_to_write
from wholeplace.care.today.referral import notes_to_us, packages_over, told_back
from wholeplace.care.today.work import (
    assessments_begun,
    call_backs,
    my_tasks,
    open_alerts,
    visits,
)

SECTIONS: Sequence[SectionOf] = [
    candidates_waiting,
    plans_to_agree,
    visits,
    call_backs,
    open_alerts,
    to_contact,
    my_tasks,
    notes_to_us,
    told_back,
    packages_over,
    next_huddles,
    assessments_begun,
    plans_to_write,
    plans_overdue,
    to_ask,
    carers_due,
    standing_in,
    glass_to_review,
]
"""All sections in their order: a room adds a line for each of its own."""

FIRST: Mapping[Role, Sequence[SectionOf]] = {
    Role.COORDINATOR: (call_backs, open_alerts),
    Role.LEAD: (gone, by_lead),
}
"""What somebody in a role wants to see before everything else."""


def sections_of(day: Day) -> list[Section]:
    """Return the sections of somebody's start page in the order of their roles."""
    first = [one for role in Role if role in day.actor.roles for one in FIRST.get(role, ())]
    order = dict.fromkeys([*first, *SECTIONS])
    return [found for made in order if (found := made(day)) is not None]


__all__ = ["FIRST", "SECTIONS", "Day", "Row", "Section", "SectionOf", "sections_of"]
