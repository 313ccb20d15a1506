"""Invented identities, and records of some of them as another service wrote them, with mistakes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import ibis
import numpy as np
import pyarrow as pa
from ibis import ir

from wholeplace.store.engine import engine
from wholeplace.store.identity import identified_data
from wholeplace.store.ledger import Batch, Count, read_ledger, write_ledger
from wholeplace.store.workspace import Workspace

MALE = """
mohammed david john james michael robert william thomas daniel george joseph samuel ali
christopher andrew stephen peter paul mark richard edward alexander benjamin matthew anthony
arjun harpreet ahmed omar jakub rahul sanjay kwame tomasz charles henry albert frederick
""".split()  # noqa: SIM905 - a list of words
FEMALE = """
mary margaret susan patricia elizabeth sarah catherine jennifer emma jessica fatima aisha
deborah christine jacqueline victoria rebecca samantha alexandra amanda dorothy barbara priya
sunita zofia agnieszka abena grace helen ann jane ruth joan eileen florence edith
""".split()  # noqa: SIM905 - a list of words
SURNAMES = """
smith jones patel singh khan taylor brown williams wilson johnson davies evans thomas roberts
walker wright robinson thompson white hughes edwards green hall wood harris lewis martin jackson
clarke clark turner hill scott cooper morris ward moore king watson baker harrison morgan allen
james begum hussain ahmed ali shah sharma kaur gill sandhu nowak kowalski silva
""".split()  # noqa: SIM905 - a list of words
SHORT = {
    "david": "dave", "michael": "mike", "robert": "bob", "william": "bill", "thomas": "tom",
    "daniel": "dan", "joseph": "joe", "samuel": "sam", "christopher": "chris", "andrew": "andy",
    "richard": "dick", "edward": "ted", "anthony": "tony", "margaret": "maggie", "susan": "sue",
    "patricia": "pat", "elizabeth": "liz", "catherine": "kate", "jennifer": "jenny",
    "deborah": "debbie", "victoria": "vicky", "rebecca": "becky", "samantha": "sam",
    "dorothy": "dot", "charles": "charlie", "albert": "bert", "frederick": "fred",
}  # fmt: skip


@dataclass(frozen=True)
class Person:
    """One row of the canonical table ``identity``, and the household that the truth knows."""

    person_id: str
    given_name: str | None
    family_name: str | None
    birth_date: date | None
    sex: str | None
    postcode: str | None
    uprn: str | None
    nhs_number: str | None = None
    household: int = 0

    def row(self) -> dict[str, object]:
        """Return the columns of ``identity``."""
        found = {name: getattr(self, name) for name in _COLUMNS}
        return found | dict.fromkeys(_MISSING) | {"source": self.person_id.partition(":")[0]}


_COLUMNS = (
    "person_id", "nhs_number", "given_name", "family_name", "birth_date", "sex", "postcode", "uprn",
)  # fmt: skip
_MISSING = ("nhs_number_status", "practice_code", "local_id", "local_id_issuer")


def households(number: int, chance: np.random.Generator) -> list[Person]:
    """Return people in households with one surname and address; one birth in 60 is of twins."""
    made: list[Person] = []
    household = 0
    while len(made) < number:
        surname = _surname(chance)
        place = int(household // 18)
        postcode = f"UB{place % 11 + 1} {place % 9 + 1}{_letter(place // 20)}{_letter(place)}"
        for birth in _births(int(chance.integers(1, 5)), chance):
            sex = str(chance.integers(1, 3))
            key = f"nhs:{9990000000 + len(made)}"
            made.append(
                Person(
                    key,
                    _given(sex, chance),
                    surname,
                    birth,
                    sex,
                    postcode,
                    str(10_000_000 + household),
                    key.removeprefix("nhs:"),
                    household,
                )
            )
        household += 1
    return made[:number]


def _births(size: int, chance: np.random.Generator) -> Iterator[date]:
    for _ in range(size):
        born = date(1925, 1, 1) + timedelta(days=int(chance.integers(0, 34_000)))
        yield born
        if chance.random() < 1 / 60:
            yield born


def _letter(number: int) -> str:
    return "ABDEFGHJLNPQRSTUWXYZ"[number % 20]


def _zipf(words: list[str], chance: np.random.Generator) -> str:
    weights = 1 / np.arange(3, len(words) + 3)
    return str(chance.choice(words, p=weights / weights.sum()))


def _given(sex: str, chance: np.random.Generator) -> str:
    return _zipf(MALE if sex == "1" else FEMALE, chance)


def _surname(chance: np.random.Generator) -> str:
    if chance.random() < 0.45:
        return _zipf(SURNAMES, chance)
    parts = (
        "bar den hol mar ash wen kel ros tam pri",
        "ing wor ber lan cas der fi ma",
        "ton ley ham ski son wood er ati",
    )
    return "".join(str(chance.choice(part.split())) for part in parts)


def seen_elsewhere(person: Person, key: str, chance: np.random.Generator) -> Person:
    """Return a person as another service wrote them down, without the NHS number."""
    seen = replace(person, person_id=key, nhs_number=None)
    for share, wrong in _MISTAKES:
        if chance.random() < share:
            seen = replace(seen, **wrong(seen, chance))
    return seen


def _nickname(seen: Person, chance: np.random.Generator) -> dict[str, object]:
    return {"given_name": SHORT.get(str(seen.given_name), seen.given_name)}


def _typo(name: str, seen: Person, chance: np.random.Generator) -> dict[str, object]:
    text, at = str(getattr(seen, name)), int(chance.integers(0, 100))
    at %= max(len(text) - 1, 1)
    ways = (
        text[:at] + text[at + 1 :],
        text[:at] + text[at + 1] + text[at] + text[at + 2 :],
        text[:at] + "e" + text[at + 1 :],
    )
    return {name: ways[int(chance.integers(0, 3))]}


def _swapped(seen: Person, chance: np.random.Generator) -> dict[str, object]:
    born = seen.birth_date
    may = born is not None and born.day <= 12
    return {"birth_date": date(born.year, born.day, born.month)} if may and born else {}


def _wrong_digit(seen: Person, chance: np.random.Generator) -> dict[str, object]:
    born = seen.birth_date
    return {"birth_date": born.replace(year=born.year + 1, day=min(born.day, 28))} if born else {}


def _moved(seen: Person, chance: np.random.Generator) -> dict[str, object]:
    place = int(chance.integers(0, 300))
    return {
        "postcode": f"HA{place % 9 + 1} {place % 9 + 1}{_letter(place)}B",
        "uprn": str(20_000_000 + place),
    }


def _married(seen: Person, chance: np.random.Generator) -> dict[str, object]:
    return {"family_name": _surname(chance)} if seen.sex == "2" else {}


_MISTAKES = (
    (0.30, _nickname),
    (0.05, lambda seen, chance: _typo("given_name", seen, chance)),
    (0.06, lambda seen, chance: _typo("family_name", seen, chance)),
    (0.04, _swapped),
    (0.02, _wrong_digit),
    (0.12, _moved),
    (0.06, _married),
    (0.50, lambda *_: {"uprn": None}),
    (0.06, lambda *_: {"postcode": None}),
    (0.03, lambda *_: {"sex": None}),
    (0.01, lambda *_: {"birth_date": None}),
)  # fmt: skip


def two_services(
    known: int, unknown: int, seed: int
) -> tuple[list[Person], list[Person], dict[str, str]]:
    """Return the people of a register, records of social care without NHS number, and the truth.

    One record in seven is of somebody whom the register does not know, often a relative or twin
    of somebody whom it does. The truth has the register's key of each record that has one.
    """
    chance = np.random.Generator(np.random.PCG64(seed))
    everyone = households(int(known * 1.2), chance)
    there = chance.permutation(len(everyone))[:known]
    register = [everyone[i] for i in sorted(there)]
    keys = {person.person_id for person in register}
    clients, truth = [], {}
    for i, who in enumerate(chance.permutation(len(everyone))[:unknown]):
        person, key = everyone[who], f"cld:{i:06d}"
        clients.append(seen_elsewhere(person, key, chance))
        if person.person_id in keys:
            truth[key] = person.person_id
    return register, clients, truth


def identity(people: list[Person]) -> ir.Table:
    """Return people as the canonical table ``identity``."""
    columns = ("source", *_COLUMNS, *_MISSING)
    schema = pa.schema(
        [(name, pa.date32() if name == "birth_date" else pa.string()) for name in columns]
    )
    return ibis.memtable(pa.Table.from_pylist([person.row() for person in people], schema=schema))


def store_identity(workspace: Workspace, people: list[Person], batch_id: str = "0" * 16) -> None:
    """Store people as a load would: in the identity plane, and named by the ledger."""
    folder = identified_data(workspace) / batch_id
    folder.mkdir(parents=True, exist_ok=True)
    with engine() as running:
        running.write_parquet(
            identity(people).mutate(batch_id=ibis.literal(batch_id)), folder / "identity.parquet"
        )
    count = Count("identity", "people.csv", len(people), len(people))
    batch = Batch(batch_id, "people", "people", "1", "", "2026-11-01T09:00:00+00:00", {}, (count,))
    write_ledger(workspace.data, [*read_ledger(workspace.data), batch])
