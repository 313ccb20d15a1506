"""Who stands behind a pseudonym: found by a practice among its own people, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence

from wholeplace.care.models import Candidate, Person
from wholeplace.privacy import pseudonym


def behind(candidate: Candidate, keys: Sequence[bytes]) -> Person | None:
    """Return the person of the candidate's practice whose NHS number has the pseudonym.

    The keys are those of the workspace: they never leave the server, and no list of pairs is kept.
    """
    registered = Person.objects.filter(practice=candidate.practice_id, nhs_number__isnull=False)
    for person in registered.iterator():
        if pseudonym(keys, str(person.nhs_number)) == candidate.pseudonym:
            return person
    return None
