"""Who stands behind a pseudonym: found by a practice among its own people, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence

from wholeplace.care.models import Candidate, CandidateList, Person
from wholeplace.privacy import of_nhs_number


def without_person(release: CandidateList, keys: Sequence[bytes]) -> int:
    """Return how many of a release no practice here would find: who they are is not kept."""
    numbers = Person.objects.exclude(nhs_number=None).values_list("practice_id", "nhs_number")
    here = {(practice, of_nhs_number(keys, str(number))) for practice, number in numbers}
    told = release.candidates.values_list("practice_id", "pseudonym")
    return sum(one not in here for one in told)


def behind(candidate: Candidate, keys: Sequence[bytes]) -> Person | None:
    """Return the person of the candidate's practice whose NHS number has the pseudonym.

    The keys are those of the workspace: they never leave the server, and no list of pairs is kept.
    """
    registered = Person.objects.filter(practice=candidate.practice_id, nhs_number__isnull=False)
    for person in registered.iterator():
        if of_nhs_number(keys, str(person.nhs_number)) == candidate.pseudonym:
            return person
    return None
