"""Who acts: somebody signed in, with the posts that they hold today."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from wholeplace.care.access import wall
from wholeplace.care.access.roles import Verb, may
from wholeplace.care.models.staff import Post, Role, User
from wholeplace.store.clock import now as present


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts, at one moment.

    ``teams`` and ``organisations`` are those of their posts. ``user`` is missing for what the
    system does by itself.
    """

    user: uuid.UUID | None
    name: str
    roles: frozenset[Role]
    teams: frozenset[uuid.UUID]
    organisations: frozenset[str]
    now: datetime

    @property
    def organisation(self) -> str:
        """The organisation that answers for what they write: the first, where there are several."""
        return min(self.organisations, default="")

    @property
    def holders(self) -> tuple[str, ...]:
        """Under what names they hold legitimate relationships."""
        teams = (f"team:{one}" for one in sorted(self.teams))
        organisations = (f"org:{one}" for one in sorted(self.organisations))
        return (f"user:{self.user}", *teams, *organisations)

    def may(self, verb: Verb) -> bool:
        """Return whether they may do it to anybody at all."""
        return may(self.roles, verb)

    @property
    def today(self) -> date:
        """The day it is where they work."""
        return timezone.localtime(self.now).date()


def actor_of(user: User, now: datetime | None = None) -> Actor:
    """Return who acts, by the posts they hold on the day; in a request the database is told too."""
    now = now or present()
    day = timezone.localtime(now).date()
    held = Post.objects.filter(Q(ends__isnull=True) | Q(ends__gt=day), user=user, starts__lte=day)
    rows = [(post.role, post.team_id, post.organisation_id) for post in held]
    actor = Actor(
        user.pk,
        user.name,
        frozenset(Role(role) for role, _, _ in rows),
        frozenset(team for _, team, _ in rows if team is not None),
        frozenset(organisation for _, _, organisation in rows),
        now,
    )
    wall.stand(actor.holders, actor.roles, now)
    return actor


def system_actor(now: datetime | None = None) -> Actor:
    """Return the system itself: what it does it does for who runs it, by a command."""
    return Actor(None, "", frozenset(), frozenset(), frozenset(), now or present())
