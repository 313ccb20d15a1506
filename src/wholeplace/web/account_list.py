"""The accounts, with what each may do today, for who runs the records."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import date

from allauth.mfa.models import Authenticator
from django.db.models import Q

from wholeplace.care.models import Post, User
from wholeplace.web.lockout import is_locked
from wholeplace.web.once import is_over


@dataclass(frozen=True, slots=True)
class Account:
    """One account, how it stands, and its posts in words."""

    email: str
    name: str
    state: str
    posts: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """Return it for ``--json``."""
        return asdict(self)


def account_list(day: date) -> list[Account]:
    """Return all accounts in the order of their addresses."""
    held = Q(ends__isnull=True) | Q(ends__gt=day)
    posts: dict[object, list[str]] = defaultdict(list)
    rows = Post.objects.filter(held, starts__lte=day, user__is_active=True).order_by("pk")
    for post in rows.select_related("team", "organisation"):
        posts[post.user_id].append(str(post))
    has_factor = set(
        Authenticator.objects.filter(type=Authenticator.Type.TOTP).values_list("user", flat=True)
    )
    return [
        Account(one.email, one.name, _state(one, has_factor), tuple(posts[one.pk]))
        for one in User.objects.order_by("email")
    ]


def _state(user: User, has_factor: set[object]) -> str:
    if not user.is_active:
        return "ended"
    if is_locked(user):
        return "locked"
    if user.once_until is not None:
        return "password too old" if is_over(user) else "has not signed in yet"
    return "in use" if user.pk in has_factor else "without a second factor"
