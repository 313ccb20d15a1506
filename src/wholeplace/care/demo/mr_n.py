"""A man of 79 at the beginning of his story, as a board paper of 2016 tells it of one Mr N.

Often at A&E, frequent calls for home visits, a stoma bag that is hard to manage, worry and low
mood, and a wife who cares for him and cannot cope. The name, the days and the numbers are made up.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from wholeplace.care.demo.people import synthetic_number
from wholeplace.care.models import (
    Encounter,
    LegitimateRelationship,
    Organisation,
    Person,
    Problem,
    RelatedPerson,
)

_AT = 900_000
"""His place in the test range: one that no other made-up person has."""
_KIND = Encounter.Kind
_DAYS = {
    _KIND.EMERGENCY: (9, 21, 34, 48, 77, 101),
    _KIND.GP_HOME: (5, 12, 19, 26, 40, 55, 83, 110),
    _KIND.ADMISSION: (48,),
}


def make_mr_n(practice: Organisation, now: datetime) -> Person:
    """Make him, registered with a practice, on nobody's caseload yet."""
    made = Person.objects.create(
        controller=practice.pk, nhs_number=synthetic_number(_AT), given_name="Norman",
        family_name="Nightwell", birth_date=now.date().replace(year=now.year - 79, day=1), sex="1",
        address="7 Eastcote Road", postcode="ZZ1 1ZZ", telephone="0161 496 0079",
        practice=practice, deprivation=2,
    )  # fmt: skip
    LegitimateRelationship.objects.create(
        person=made, holder=f"org:{practice.pk}", starts=now,
        kind=LegitimateRelationship.Kind.REGISTRATION,
    )  # fmt: skip
    RelatedPerson.objects.create(
        person=made, name="Nell Nightwell", relationship="wife", is_carer=True,
        is_next_of_kin=True, may_be_told=True, telephone="0161 496 0079", controller=practice.pk,
    )  # fmt: skip
    for what in ("Stoma", "Heart failure", "Type 2 diabetes", "Anxiety"):
        Problem.objects.create(person=made, what=what, source="practice", controller=practice.pk)
    Encounter.objects.bulk_create(
        Encounter(
            person=made, kind=kind, starts=now - timedelta(days=days, hours=3),
            ends=now - timedelta(days=days - 3) if kind == _KIND.ADMISSION else None,
            organisation=practice.pk if kind == _KIND.GP_HOME else "ZACUTE",
            reason="Stoma bag leaks, very worried", source="demonstration",
            source_id=f"mr-n-{kind}-{days}",
            controller=practice.pk if kind == _KIND.GP_HOME else "ZACUTE",
        )
        for kind, all_days in _DAYS.items()
        for days in all_days
    )  # fmt: skip
    return made
