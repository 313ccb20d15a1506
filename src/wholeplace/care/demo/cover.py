"""Somebody who is away, and a colleague who has gone: what a lead finds on a Monday."""

from __future__ import annotations

from datetime import date, timedelta

from wholeplace.care.models import CaseloadEntry, Cover, Post, Role, Team, User
from wholeplace.care.states import Place


def make_cover(today: date) -> None:
    """Let the matron of the first team stand in for the coordinator, and leave one without lead.

    Who has gone signs in no more; the person whom they led waits for another.
    """
    matron = User.objects.get(email="matron@demo.example")
    coordinator = User.objects.get(email="coordinator@demo.example")
    team = Team.objects.get(slug="team-1")
    post = Post.objects.get(user=coordinator, team=team)
    Cover.objects.create(
        away=coordinator, by=matron, team=team, starts=today - timedelta(days=1),
        ends=today + timedelta(days=6),
    )  # fmt: skip
    gone = User.objects.create_user("gone@demo.example", "Gwen Gone")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    Post.objects.create(
        user=gone, role=Role.MATRON, organisation=post.organisation, team=team,
        hours_a_week="37.5", starts=today - timedelta(days=900), ends=today - timedelta(days=1),
    )  # fmt: skip
    led = CaseloadEntry.objects.filter(team=team, state=Place.ACTIVE).order_by(
        "-person__nhs_number"
    )
    CaseloadEntry.objects.filter(pk__in=led.values("pk")[:1]).update(lead=gone)
