"""What somebody lives with is written down, and changed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from wholeplace.care.access.actor import Actor
from wholeplace.care.access.roles import Verb
from wholeplace.care.access.scopes import person_for, problems
from wholeplace.care.actions.steps import found
from wholeplace.care.actions.writing import change, write, written
from wholeplace.care.models import Problem


def add_problem(*, by: Actor, person: uuid.UUID, values: Mapping[str, object]) -> Problem:
    """Write down what somebody lives with."""
    with write(by, Verb.WRITE_PROBLEM) as wrote:
        new = written(by, Problem(person=person_for(by, person), **values))
        wrote.about(new)
        return new


def change_problem(
    *, by: Actor, id_: uuid.UUID, seen: int, values: Mapping[str, object]
) -> Problem:
    """Change what is written of it, or since when it is over."""
    with write(by, Verb.WRITE_PROBLEM) as wrote:
        old = found(problems(by), id_, seen)
        names = change(by, old, seen, **values)
        wrote.about(old, changed=names)
        return old
