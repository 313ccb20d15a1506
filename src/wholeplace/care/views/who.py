"""Who may be asked to do something for somebody, as forms offer it."""

from __future__ import annotations

from wholeplace.care.access import Actor
from wholeplace.care.access.scopes import carers_of
from wholeplace.care.forms.work import Choices
from wholeplace.care.models import Person, Role, Task


def offered(actor: Actor, person: Person) -> Choices:
    """Return the actor, the teams and colleagues who care for somebody, and those around them."""
    teams, posts = carers_of(actor, person)
    names = {f"staff:{post.user_id}": f"{post.user}, {Role(post.role).label}" for post in posts}
    names.pop(f"staff:{actor.user}", None)
    kinds = (Task.Owner.PERSON, Task.Owner.CARER, Task.Owner.OTHER)
    return [
        (f"staff:{actor.user}", "me"),
        *((f"team:{team.pk}", str(team)) for team in teams),
        *names.items(),
        *((kind.value, str(kind.label)) for kind in kinds),
    ]
