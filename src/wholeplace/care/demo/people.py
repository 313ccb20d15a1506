"""Made-up people: names of no one, dates of birth by chance, NHS numbers of the test range."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

from wholeplace.care.models import Organisation, Person
from wholeplace.record.nhs_number import check_digit
from wholeplace.store.clock import random_generator

TEST_RANGE = "999"
_GIVEN = {
    "1": ("Arthur", "Dilip", "George", "Harjit", "Kwame", "Leonard", "Mohammed", "Tomasz"),
    "2": ("Amina", "Betty", "Doreen", "Gurpreet", "Irene", "Kamala", "Patricia", "Zofia"),
}
_FAMILY = (
    *("Ashdown", "Bellmoor", "Chandarana", "Dunmore", "Eastcote", "Fernside", "Gillhurst"),
    *("Harefield", "Ickley", "Jaswalla", "Kingsend", "Longmead", "Mistry-Vale", "Northolme"),
    *("Oakapple", "Pinnerwood", "Quillan", "Ruisbrook", "Swakeley", "Thornhill-Rao"),
)
_EARLIEST, _DAYS = date(1925, 1, 1), 70 * 365


def synthetic_number(at: int) -> str | None:
    """Return the NHS number of the test range in a place, ``None`` where there can be none."""
    nine = f"{TEST_RANGE}{at:06d}"
    digit = check_digit(nine)
    return None if digit is None else f"{nine}{digit}"


def _numbers() -> Iterator[str]:
    return (found for at in count() if (found := synthetic_number(at)) is not None)


def made_up_people(
    number: int, practices: list[Organisation], seed: int, controller: str
) -> Iterator[Person]:
    """Yield so many people, the same for a seed; they are not kept yet."""
    chance = random_generator(seed)
    numbers = _numbers()
    for _ in range(number):
        sex = str(chance.integers(1, 3))
        yield Person(
            controller=controller,
            nhs_number=next(numbers),
            given_name=str(chance.choice(_GIVEN[sex])),
            family_name=str(chance.choice(_FAMILY)),
            birth_date=_EARLIEST + timedelta(days=int(chance.integers(0, _DAYS))),
            sex=sex,
            address=f"{chance.integers(1, 200)} {chance.choice(_FAMILY)} Road",
            postcode=f"ZZ{chance.integers(1, 9)} {chance.integers(1, 9)}ZZ",
            telephone=f"0161 496 {chance.integers(0, 1000):04d}",
            practice=practices[int(chance.integers(0, len(practices)))],
            deprivation=int(chance.integers(1, 6)),
        )
