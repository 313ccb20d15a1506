"""What is done with accounts: made, given posts, let in again, and ended when somebody leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.crypto import get_random_string

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.roles import Verb
from wholeplace.care.actions.writing import write
from wholeplace.care.models import ApiToken, CaseloadEntry, Organisation, Post, Role, Team, User
from wholeplace.care.states import OPEN
from wholeplace.kernel import Problem, Refused, Where, nearest, refuse_if

# Without letters and digits that look alike: it is read out, or copied from paper.
_LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_LETTERS_OF_A_PASSWORD = 16
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class NewPost:
    """What somebody is to do: for which organisation (by code) and team (by slug), and when."""

    role: str
    organisation: str
    team: str
    starts: date
    ends: date | None = None
    hours_a_week: float = 0


def make_account(*, by: Actor, email: str, name: str, once_until: datetime | None) -> str:
    """Make an account; returns a password for once, which must be changed when it is used.

    ``once_until`` is how long it may be used; without it there is none, and only an organisation's
    provider signs them in. Raises ``Refused`` for an address that is none, or is taken.
    """
    email, name = email.strip().lower(), " ".join(name.split())
    refuse_if([*_unfit(email, name)])
    with write(by, Verb.MANAGE_ACCOUNTS) as wrote:
        password = _password() if once_until else ""
        user = User.objects.create_user(email, name, password or None)
        user.once_until = once_until
        user.save(update_fields=["once_until"])
        wrote.of(f"account:{user.pk}", done="made", password=bool(password))
        return password


def give_post(*, by: Actor, email: str, post: NewPost) -> Post:
    """Give somebody a post; raises ``Refused`` for what is not here, or what they have already."""
    user = _account(email)
    refuse_if([*_unfit_post(user, post)])
    with write(by, Verb.MANAGE_ACCOUNTS) as wrote:
        made = Post.objects.create(
            user=user,
            role=post.role,
            organisation_id=post.organisation,
            team=Team.objects.get(slug=post.team) if post.team else None,
            hours_a_week=f"{post.hours_a_week:.1f}",
            starts=post.starts,
            ends=post.ends,
        )
        wrote.of(f"account:{user.pk}", done="post given", post=made.pk, role=made.role)
        return made


def reset_account(*, by: Actor, email: str, once_until: datetime) -> str:
    """Give somebody a new password for once, and take their second factor away.

    Whoever is signed in with the old password is so no longer. Raises ``Refused`` for an account
    that is not here, or has ended.
    """
    user = _account(email)
    if not user.is_active:
        what, remedy = "this account has ended", "make a new one, with another address"
        raise Refused([_problem(what, remedy)])
    with write(by, Verb.MANAGE_ACCOUNTS) as wrote:
        password = _password()
        user.set_password(password)
        user.once_until = once_until
        user.save(update_fields=["password", "once_until"])
        factors, _ = Authenticator.objects.filter(user=user).delete()
        wrote.of(f"account:{user.pk}", done="reset", factors=factors)
        return password


def unlock_account(*, by: Actor, email: str) -> User:
    """Keep that an account is let in again before the time of its lock is over."""
    user = _account(email)
    with write(by, Verb.MANAGE_ACCOUNTS) as wrote:
        wrote.of(f"account:{user.pk}", done="unlocked")
        return user


def end_account(*, by: Actor, email: str) -> int:
    """End the account of somebody who leaves: posts, sessions, second factor and keys, now.

    Returns how many people still have them as their lead: a team lead hands these over.
    """
    user = _account(email)
    with write(by, Verb.MANAGE_ACCOUNTS) as wrote:
        posts = _end_posts(by, user)
        tokens = ApiToken.objects.filter(user=user, ends_at__gt=by.now).update(ends_at=by.now)
        factors, _ = Authenticator.objects.filter(user=user).delete()
        # A session holds a hash of the password: with another one it is no session any more.
        user.set_unusable_password()
        user.is_active, user.once_until = False, None
        user.save(update_fields=["password", "is_active", "once_until"])
        left = CaseloadEntry.objects.filter(lead=user, state__in=OPEN).count()
        told = {"posts": posts, "tokens": tokens, "factors": factors, "still_lead_of": left}
        wrote.of(f"account:{user.pk}", done="ended", **told)
        return left


# What several of them do


def _account(email: str) -> User:
    """Return the account with an address; raises ``Refused`` where there is none."""
    found = User.objects.filter(email=email.strip().lower()).first()
    if found is None:
        near = nearest(email, User.objects.values_list("email", flat=True))
        raise Refused([_problem("there is no account with this address", near)])
    return found


def _end_posts(by: Actor, user: User) -> int:
    posts = Post.objects.filter(user=user).exclude(ends__lte=by.today)
    for post in posts:
        # A post is of one day at least.
        post.ends = max(by.today, post.starts + timedelta(days=1))
        post.save(update_fields=["ends"])
    return len(posts)


def _password() -> str:
    return get_random_string(_LETTERS_OF_A_PASSWORD, _LETTERS)


def _unfit(email: str, name: str) -> list[Problem]:
    found = []
    try:
        validate_email(email)
    except ValidationError:
        found.append(_problem("this is no email address", "write it like ann@care.example"))
    if User.objects.filter(email=email).exists():
        found.append(_problem("there is an account with this address", "give it a post (--role)"))
    if not name or len(name) > _LONGEST_NAME:
        found.append(_problem(f"a name has 1 to {_LONGEST_NAME} letters", "write theirs (--name)"))
    return found


def _unfit_post(user: User, post: NewPost) -> list[Problem]:
    codes = set(Organisation.objects.values_list("pk", flat=True))
    slugs = dict(Team.objects.values_list("slug", "organisation_id"))
    found = []
    if post.role not in Role.values:
        found.append(_problem(f"there is no role '{post.role}'", nearest(post.role, Role.values)))
    if post.organisation not in codes:
        what = f"there is no organisation '{post.organisation}'"
        found.append(_problem(what, nearest(post.organisation, codes) or "bring it in: care place"))
    if post.team and post.team not in slugs:
        what = f"there is no team '{post.team}'"
        found.append(_problem(what, nearest(post.team, slugs) or "bring it in: care place"))
    if post.ends is not None and post.ends <= post.starts:
        found.append(_problem("a post ends after the day it starts", "name a later day (--to)"))
    if not user.is_active:
        found.append(_problem("this account has ended", "make a new one, with another address"))
    return found


def _problem(what: str, remedy: str) -> Problem:
    return Problem(Where("account"), what, remedy)
