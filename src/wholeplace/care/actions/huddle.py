"""What is done with a huddle: planned, members asked, the agenda built, begun and closed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.roles import Verb
from wholeplace.care.access.scopes import (
    Hidden,
    how_many_items,
    huddle_items,
    huddle_members,
    own_teams,
    person_for,
    posts_called,
    posts_to_ask,
    teams_of,
)
from wholeplace.care.actions.huddle_steps import (
    build,
    check_is,
    huddle_of,
    keep_huddle,
    let_guests_see,
    put_question,
    see_no_longer,
)
from wholeplace.care.actions.steps import NotPossible
from wholeplace.care.actions.writing import Changed, write
from wholeplace.care.clocks import days_later
from wholeplace.care.models import (
    Huddle,
    HuddleItem,
    HuddleMember,
    Post,
    Team,
)
from wholeplace.care.states import Huddling, Spoken
from wholeplace.place import CareTerms, on

_NOT_CLOSED = (Huddling.PLANNED, Huddling.RUNNING)


def plan_huddle(
    *, by: Actor, team: uuid.UUID, at: datetime, chair: uuid.UUID | None, terms: CareTerms
) -> Huddle:
    """Plan the next huddle of a team, with everybody asked who belongs in it, and its agenda."""
    with write(by, Verb.RUN_HUDDLE) as wrote:
        found = own_teams(by).filter(pk=team).first()
        if found is None:
            raise Hidden
        if _open_huddle(found) is not None:
            raise NotPossible("The team has a huddle planned already, or under way.")
        huddle = _planned(by, found, at, chair, terms)
        wrote.of(f"huddle:{huddle.pk}", team=str(found.pk), items=how_many_items(huddle))
        return huddle


def change_huddle(
    *, by: Actor, id_: uuid.UUID, seen: int, at: datetime, chair: uuid.UUID | None
) -> Huddle:
    """Move a huddle that has not begun, or give it another chair."""
    with write(by, Verb.RUN_HUDDLE) as wrote:
        huddle = huddle_of(by, id_)
        if huddle.version != seen:
            raise Changed("", by.now)
        check_is(huddle, Huddling.PLANNED)
        _check_free(huddle.team, at, huddle)
        huddle.at, huddle.chair_id = at, _chair(huddle.team, chair, by)
        wrote.of(f"huddle:{huddle.pk}")
        return keep_huddle(huddle)


def ask_member(*, by: Actor, id_: uuid.UUID, user: uuid.UUID, terms: CareTerms) -> HuddleMember:
    """Ask somebody to come, from wherever they work."""
    with write(by, Verb.RUN_HUDDLE) as wrote:
        huddle = huddle_of(by, id_)
        check_is(huddle, *_NOT_CLOSED)
        post = posts_called("", by.today).filter(user=user).first()
        if post is None:
            raise NotPossible("They have no post here today.")
        if huddle_members(huddle).filter(user=user).exists():
            raise NotPossible("They are asked already.")
        member = HuddleMember.objects.create(huddle=huddle, user=post.user, role=post.role)
        if huddle.state == Huddling.RUNNING:
            let_guests_see(by, huddle, terms)
        wrote.of(f"huddle:{huddle.pk}", user=str(user))
        return member


def leave_out_member(*, by: Actor, id_: uuid.UUID, member: int) -> Huddle:
    """Take somebody who need not come off a huddle that has not begun."""
    with write(by, Verb.RUN_HUDDLE) as wrote:
        huddle = huddle_of(by, id_)
        check_is(huddle, Huddling.PLANNED)
        row = huddle_members(huddle).filter(pk=member).first()
        if row is None:
            raise Hidden
        wrote.of(f"huddle:{huddle.pk}", user=str(row.user_id))
        row.delete()
        return huddle


def build_agenda(*, by: Actor, id_: uuid.UUID, terms: CareTerms) -> Huddle:
    """Bring the agenda up to now; what a colleague asked stays on it."""
    with write(by, Verb.RUN_HUDDLE) as wrote:
        huddle = huddle_of(by, id_)
        check_is(huddle, Huddling.PLANNED)
        build(by, huddle, terms)
        wrote.of(f"huddle:{huddle.pk}", items=how_many_items(huddle))
        return huddle


def ask_huddle(
    *, by: Actor, person: uuid.UUID, team: uuid.UUID, question: str, terms: CareTerms
) -> HuddleItem:
    """Ask a team about somebody: they stand on the agenda of its next huddle.

    Where none is planned one is, as far from now as the place has between two.
    """
    with write(by, Verb.ASK_HUDDLE) as wrote:
        about = person_for(by, person)
        asked = teams_of(about, by.now).filter(pk=team).first()
        if asked is None:
            raise Hidden
        found = _open_huddle(asked)
        huddle = found or _planned(by, asked, _next(asked, by.now, terms), None, terms)
        item = put_question(by, huddle, about, question)
        if huddle.state == Huddling.RUNNING:
            let_guests_see(by, huddle, terms)
        wrote.about(item, huddle=str(huddle.pk))
        return item


def start_huddle(*, by: Actor, id_: uuid.UUID, terms: CareTerms) -> Huddle:
    """Begin: the agenda is brought up to now, and members from elsewhere see who is on it."""
    with write(by, Verb.RUN_HUDDLE) as wrote:
        huddle = huddle_of(by, id_)
        check_is(huddle, Huddling.PLANNED)
        build(by, huddle, terms)
        huddle.state, huddle.chair_id = Huddling.RUNNING, huddle.chair_id or by.user
        keep_huddle(huddle)
        let_guests_see(by, huddle, terms)
        wrote.of(f"huddle:{huddle.pk}", items=how_many_items(huddle))
        return huddle


def mark_attendance(*, by: Actor, id_: uuid.UUID, member: int | None, came: bool) -> int:
    """Keep whether somebody is here, or with no member, everybody of whom it is not known yet.

    It is a step for each, so that two who mark at once take nothing back from one another.
    """
    with write(by, Verb.RUN_HUDDLE) as wrote:
        huddle = huddle_of(by, id_)
        check_is(huddle, Huddling.RUNNING)
        rows = huddle_members(huddle)
        rows = rows.filter(came__isnull=True) if member is None else rows.filter(pk=member)
        changed = rows.update(came=came)
        if member is not None and not changed:
            raise Hidden
        wrote.of(f"huddle:{huddle.pk}", members=changed, came=came)
        return changed


def close_huddle(*, by: Actor, id_: uuid.UUID, terms: CareTerms) -> Huddle:
    """Close a huddle in which everybody was spoken of or carried over, and plan the next.

    Who was asked from elsewhere and did not come sees those who were spoken of no longer.
    """
    with write(by, Verb.RUN_HUDDLE) as wrote:
        huddle = huddle_of(by, id_)
        check_is(huddle, Huddling.RUNNING)
        _check_is_over(by, huddle)
        members = huddle_members(huddle)
        members.filter(came__isnull=True).update(came=False)
        # Who left the team's sight since it began can be decided on by nobody.
        rest = HuddleItem.objects.filter(huddle=huddle, state=Spoken.WAITING)
        rest.update(state=Spoken.CARRIED)
        away = members.filter(came=False).values_list("user", flat=True)
        items = [item.reference for item in HuddleItem.objects.filter(huddle=huddle)]
        see_no_longer(by, items, [f"user:{user}" for user in away])
        huddle.state, huddle.closed_at = Huddling.CLOSED, by.now
        keep_huddle(huddle)
        after = _next(huddle.team, max(huddle.at, by.now), terms, huddle.at)
        following = _planned(by, huddle.team, after, huddle.chair_id, terms)
        wrote.of(f"huddle:{huddle.pk}", next=str(following.pk))
        return huddle


# What several of them do


def _open_huddle(team: Team) -> Huddle | None:
    # Whoever plans waits here for who plans at the same time: a team has one huddle at a time.
    Team.objects.select_for_update(of=("self",)).get(pk=team.pk)
    rows = Huddle.objects.filter(team=team, state__in=_NOT_CLOSED).select_related("team")
    return rows.select_for_update(of=("self",)).order_by("at").first()


def _planned(
    by: Actor, team: Team, at: datetime, chair: uuid.UUID | None, terms: CareTerms
) -> Huddle:
    _check_free(team, at)
    huddle = Huddle.objects.create(team=team, at=at, chair_id=_chair(team, chair, by))
    HuddleMember.objects.bulk_create(
        HuddleMember(huddle=huddle, user=post.user, role=post.role) for post in _once(team, by)
    )
    build(by, huddle, terms)
    return huddle


def _once(team: Team, by: Actor) -> Sequence[Post]:
    """Return the posts to ask: one of each member of staff, that in the team before another."""
    posts = sorted(posts_to_ask(team, by.today), key=lambda post: post.team_id != team.pk)
    first: dict[uuid.UUID, Post] = {}
    for post in posts:
        first.setdefault(post.user_id, post)
    return list(first.values())


def _chair(team: Team, chair: uuid.UUID | None, by: Actor) -> uuid.UUID | None:
    """Return who leads it, where they still belong in the huddle of the team."""
    belongs = posts_to_ask(team, by.today).filter(user=chair).exists() if chair else False
    return chair if belongs else None


def _check_free(team: Team, at: datetime, but: Huddle | None = None) -> None:
    rows = Huddle.objects.filter(team=team, at=at)
    if (rows.exclude(pk=but.pk) if but else rows).exists():
        raise NotPossible("The team has, or had, a huddle at that very time.")


def _next(team: Team, now: datetime, terms: CareTerms, last: datetime | None = None) -> datetime:
    """Return when the team meets next: at the time of day of its last huddle."""
    every = int(on(terms.huddle_every_days, now.date()))
    if last is None:
        latest = Huddle.objects.filter(team=team).order_by("-at").first()
        last = latest.at if latest else now.replace(second=0, microsecond=0)
    at = days_later(last, every)
    while at <= now or Huddle.objects.filter(team=team, at=at).exists():
        at = days_later(at, every)
    return at


def _check_is_over(by: Actor, huddle: Huddle) -> None:
    waiting = huddle_items(by).filter(huddle=huddle, state=Spoken.WAITING).count()
    if waiting:
        who = "One person was" if waiting == 1 else f"{waiting} people were"
        raise NotPossible(f"{who} not spoken of yet: decide, or carry over.")
    if not huddle_members(huddle).filter(came=True).exists():
        raise NotPossible("Nobody is marked as here: say who came.")
