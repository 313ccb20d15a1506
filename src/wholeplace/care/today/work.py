"""What the daily work adds to the start page: call-backs, visits, alerts, tasks, assessments."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse

from wholeplace.care.access import Verb
from wholeplace.care.access.scopes import assessments, contacts, open_tasks, team_alerts
from wholeplace.care.clocks import end_of_day, how_long, is_late
from wholeplace.care.models import Contact, Task
from wholeplace.care.states import Alarm, Assessing, Meeting
from wholeplace.care.today.parts import MOST, Day, Row, Section


def call_backs(day: Day) -> Section | None:
    """Return who was promised to be rung back by the actor, or by the team."""
    if not day.actor.may(Verb.FOLLOW):
        return None
    rows = open_tasks(day.actor).filter(_mine(day), kind=Task.Kind.CALL_BACK)
    found = rows.select_related("person", "owner", "team")[:MOST]
    return Section(
        "To be rung back",
        ("Name", "Telephone", "What about", "Who", "By"),
        tuple(
            Row(
                str(row.person),
                reverse("ring-back", args=[row.pk]),
                (row.person.telephone, row.what, _who(row), row.due_at),
                is_late=is_late(row.due_at, day.actor.now),
                stands_in=day.stands_in(row.owner_id),
            )
            for row in found
        ),
        nothing="Nobody waits to be rung back.",
        more=("Calls", reverse("calls")),
    )


def _mine(day: Day) -> Q:
    return Q(owner__in=day.mine) | Q(team__in=day.actor.teams)


def _who(task: Task) -> str:
    return task.owner.name if task.owner else str(task.team or "")


def visits(day: Day) -> Section | None:
    """Return the visits and calls that are planned for today, and those nobody has kept yet."""
    if not day.actor.may(Verb.CONTACT):
        return None
    until = end_of_day(day.actor.now) + timedelta(minutes=1)
    nobodys = Q(staff__isnull=True, team__in=day.actor.teams)
    rows = contacts(day.actor).filter(
        Q(staff__in=day.mine) | nobodys, state=Meeting.PLANNED, at__lt=until
    )
    found = list(rows.select_related("person").order_by("at", "id")[:MOST])
    if not found and not day.actor.may(Verb.FOLLOW):
        return None
    return Section(
        "Visits and calls planned",
        ("Name", "How", "Where", "What for", "When"),
        tuple(_visit(day, row) for row in found),
        nothing="None is planned for today.",
    )


def _visit(day: Day, row: Contact) -> Row:
    person = row.person
    where = person.address if row.mode == Contact.Mode.VISIT else person.telephone
    return Row(
        str(person),
        f"{reverse('keep-contact', args=[person.pk])}?planned={row.pk}",
        (row.get_mode_display(), where, row.purpose, row.at),
        is_late=row.at.date() < day.actor.now.date(),
        stands_in=day.stands_in(row.staff_id),
    )


def open_alerts(day: Day) -> Section | None:
    """Return what happened elsewhere to people whom the actor's teams follow."""
    if not (day.actor.may(Verb.FOLLOW) and day.actor.may(Verb.ANSWER_ALERT)):
        return None
    rows = team_alerts(day.actor).filter(state=Alarm.OPEN).select_related("person")[:MOST]
    now = day.actor.now
    return Section(
        "Alerts",
        ("Name", "What", "When", "To be followed up"),
        tuple(
            Row(
                str(row.person),
                reverse("alert", args=[row.pk]),
                (row.get_kind_display(), row.at, how_long(row.due_at, now)),
                is_late=is_late(row.due_at, now),
            )
            for row in rows
        ),
        nothing="No alert is open.",
        more=("All alerts", reverse("alerts")),
    )


def my_tasks(day: Day) -> Section | None:
    """Return what the actor and their team have to do; call-backs have a section of their own."""
    if not day.actor.may(Verb.DO_TASK):
        return None
    rows = open_tasks(day.actor).filter(_mine(day))
    if day.actor.may(Verb.FOLLOW):
        rows = rows.exclude(kind=Task.Kind.CALL_BACK)
    found = rows.select_related("person", "owner", "team")[:MOST]
    return Section(
        "Tasks",
        ("What", "For", "Who", "Due"),
        tuple(
            Row(
                row.what,
                reverse("task", args=[row.pk]),
                (str(row.person), _who(row), row.due_at),
                is_late=is_late(row.due_at, day.actor.now),
                stands_in=day.stands_in(row.owner_id),
            )
            for row in found
        ),
        nothing="You have nothing on your list.",
        more=("All tasks", reverse("tasks")),
    )


def assessments_begun(day: Day) -> Section | None:
    """Return the assessments that the actor began and has not signed."""
    if not day.actor.may(Verb.ASSESS):
        return None
    rows = assessments(day.actor).filter(state=Assessing.DRAFT, created_by__in=day.mine)
    found = list(rows.select_related("person").order_by("begun_at", "id")[:MOST])
    if not found:
        return None
    return Section(
        "Assessments begun",
        ("Name", "Which", "Begun"),
        tuple(
            Row(
                str(row.person),
                reverse("assessment", args=[row.pk]),
                (row.instrument.replace("_", " ").replace("-", " "), row.begun_at),
                stands_in=day.stands_in(row.created_by_id),
            )
            for row in found
        ),
    )
