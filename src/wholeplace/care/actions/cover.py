"""Who stands in for whom."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.roles import Verb
from wholeplace.care.access.scopes import Hidden, covers, posts_of
from wholeplace.care.actions.steps import NotPossible
from wholeplace.care.actions.writing import write
from wholeplace.care.models import Cover, Post


def begin_cover(
    *, by: Actor, away: uuid.UUID, stands_in: uuid.UUID, starts: date, last: date
) -> Cover:
    """Let somebody stand in for a colleague of the same team, up to and including a last day.

    It ends by itself. Raises ``NotPossible`` where the two are in no team of the actor's together,
    the days are over or in the wrong order, or somebody stands in on one of them already.
    """
    with write(by, Verb.COVER) as wrote:
        if away == stands_in:
            raise NotPossible("Nobody stands in for themselves.")
        if last < starts or last < by.today:
            raise NotPossible("The last day must not be before the first, or over.")
        team = _team(by, away, stands_in)
        ends = last + timedelta(days=1)
        same = Cover.objects.select_for_update().filter(away=away, team=team)
        if same.filter(starts__lt=ends, ends__gt=starts).exists():
            raise NotPossible("Somebody stands in for them on one of these days already.")
        new = Cover.objects.create(
            away_id=away, by_id=stands_in, team_id=team, starts=starts, ends=ends
        )
        wrote.of(f"cover:{new.pk}", away=str(away), stands_in=str(stands_in))
        return new


def end_cover(*, by: Actor, id_: int) -> None:
    """End it before its day: today is the last, and one that has not begun is taken away."""
    with write(by, Verb.COVER) as wrote:
        row = covers(by).select_for_update(of=("self",)).filter(pk=id_).first()
        if row is None:
            raise Hidden
        if row.ends <= by.today:
            raise NotPossible("It has ended.")
        wrote.of(f"cover:{row.pk}", away=str(row.away_id), stands_in=str(row.by_id))
        if row.starts > by.today:
            row.delete()
            return
        row.ends = by.today + timedelta(days=1)
        row.save()


def _team(by: Actor, away: uuid.UUID, stands_in: uuid.UUID) -> uuid.UUID:
    held: dict[uuid.UUID, set[uuid.UUID]] = {}
    for post in posts_of(by).filter(user__in=[away, stands_in]):
        held.setdefault(post.user_id, set()).add(_team_of(post))
    both = held.get(away, set()) & held.get(stands_in, set())
    if not both:
        raise NotPossible("Both must be of a team of yours today.")
    return min(both)


def _team_of(post: Post) -> uuid.UUID:
    if post.team_id is None:
        raise LookupError(f"post {post.pk} was found by its team")
    return post.team_id
