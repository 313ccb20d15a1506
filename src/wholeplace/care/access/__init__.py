"""Who may see and do what: roles, legitimate relationships, and one scope for each model."""

from wholeplace.care.access.actor import Actor, actor_of
from wholeplace.care.access.roles import ROLES, Verb, may
from wholeplace.care.access.scopes import Hidden, person_for

__all__ = ["ROLES", "Actor", "Hidden", "Verb", "actor_of", "may", "person_for"]
