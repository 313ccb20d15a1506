"""People are linked by likeness, as surely as promised, and decisions survive every re-linking."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.people_with_errors import Person, identity, store_identity, two_services
from tests.tables import running
from tests.workspaces import bytes_of
from wholeplace.app.init_workspace import init_workspace
from wholeplace.app.people.link_people import link_people
from wholeplace.app.people.review_links import decide, pairs_to_review
from wholeplace.app.policies import linking_rules
from wholeplace.kernel import Refused
from wholeplace.population import LikelyPair, Verdict, comparable, judged
from wholeplace.privacy import key_of_seed, pseudonym
from wholeplace.record import table_named
from wholeplace.store.batches import stored_table
from wholeplace.store.ledger import read_ledger
from wholeplace.store.likely_pairs import likely_pairs
from wholeplace.store.workspace import Workspace

PRECISION, RECALL = 0.98, 0.90
KEY = key_of_seed(1)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(init_workspace(tmp_path / "W", "hillingdon-2019", key=KEY).root)


def pairs_of(workspace: Workspace, known: list[Person], unknown: list[Person]) -> list[LikelyPair]:
    rules = linking_rules(workspace)
    with running() as engine:
        sides = [
            comparable(engine.keep(name, identity(people)), rules.short_forms)
            for name, people in (("of numbers", known), ("of none", unknown))
        ]
        return likely_pairs(engine, sides[0], sides[1], rules)[0]


@pytest.mark.parametrize(("known", "unknown"), [(4_000, 700), (300, 60)])
def test_links_are_as_sure_as_promised_with_and_without_training(
    workspace: Workspace, known: int, unknown: int
) -> None:
    # Seed 20: with typing mistakes, swapped days and months, short names, moves, twins and
    # people of the same name; one record in seven is of somebody whom the register does not know.
    register, clients, truth = two_services(known, unknown, seed=20)
    found = judged(pairs_of(workspace, register, clients), linking_rules(workspace))
    linked = [one.pair for one in found if one.verdict is Verdict.LINK]
    right = sum(truth.get(pair.key) == pair.person for pair in linked)
    assert right / len(linked) >= PRECISION
    assert right / len(truth) >= RECALL


BORN, LATER = date(1950, 3, 1), date(1980, 3, 1)


@pytest.mark.parametrize(
    ("known", "seen", "is_linked"),
    [
        (("John", "Smith", BORN, "1"), ("John", "Smith", BORN, "1"), True),
        (("John", "Smith", BORN, "1"), ("John", "Smith", date(1950, 8, 1), "1"), True),
        (("John", "Smith", BORN, "1"), ("John", "Smith", LATER, "1"), False),  # father and son
        (("Amy", "Shah", BORN, "2"), ("Ann", "Shah", BORN, "2"), False),  # twins
        (("Daniel", "Shah", BORN, "1"), ("Danielle", "Shah", BORN, "2"), False),
        (("Ann", "Shah", BORN, "2"), (None, None, BORN, "2"), False),
        (("Ann", "Shah", BORN, "2"), ("Ann", None, BORN, "2"), False),
        (("Ann", "Shah", None, "2"), ("Ann", "Shah", BORN, "2"), False),
    ],
)
def test_people_of_one_house_who_are_easily_taken_for_another_are_left_to_a_person(
    workspace: Workspace,
    known: tuple[str, str, date | None, str],
    seen: tuple[str | None, str | None, date, str],
    *,
    is_linked: bool,
) -> None:
    one = Person("nhs:9990000018", *known, "UB8 1UW", "1", "9990000018")
    other = Person("cld:1", *seen, "UB8 1UW", "1")
    found = judged(pairs_of(workspace, [one], [other]), linking_rules(workspace))
    assert [pair.verdict for pair in found] == [Verdict.LINK if is_linked else Verdict.REVIEW]


ANN = Person("nhs:9990000018", "Ann", "Shah", None, "2", "UB8 1UW", None, "9990000018")
FEW = [
    replace(ANN, birth_date=born, person_id=key, given_name=given, nhs_number=number)
    for born, key, given, number in (
        (date(1950, 3, 1), "nhs:9990000018", "Ann", "9990000018"),
        (date(1950, 3, 1), "nhs:9990000026", "Amy", "9990000026"),
        (date(1950, 3, 1), "cld:1", "Ann", None),
        (date(1951, 3, 1), "cld:2", "Amy", None),
    )
]


def links_of(workspace: Workspace) -> dict[str, tuple[str, str]]:
    """Return what is stored: each key with its person and rule, by the keys of the sources."""
    names = {pseudonym([KEY], person.person_id): person.person_id for person in FEW}
    with running() as engine:
        batches = read_ledger(workspace.data)
        rows = engine.rows(
            stored_table(engine, workspace.data, batches, table_named("source_link"))
        )
    return {
        names[str(row["source_key"])]: (names[str(row["person_id"])], str(row["match_rule"]))
        for row in rows
    }


def named(keys: list[str]) -> list[str]:
    """Return the names by which the list of pairs calls keys."""
    return [pseudonym([KEY], key)[:10] for key in keys]


def test_a_record_is_linked_and_a_doubtful_one_is_listed(workspace: Workspace) -> None:
    store_identity(workspace, FEW)
    done = link_people(workspace)
    assert links_of(workspace) == {"cld:1": ("nhs:9990000018", "likeness")}
    assert (done.identities, dict(done.links), done.in_doubt) == (4, {"likeness": 1}, 0)
    pairs = pairs_to_review(workspace).rows
    # The year of birth is another, and where all are called Shah the name tells little.
    row = next(row for row in pairs if row["record_key"] == "cld:2")
    assert (row["record"], row["person"]) == tuple(named(["cld:2", "nhs:9990000026"]))
    assert (row["record_given_name"], row["person_birth_date"]) == ("Amy", "1950-03-01")


def test_linking_twice_changes_nothing(workspace: Workspace) -> None:
    store_identity(workspace, FEW)
    link_people(workspace)
    before = bytes_of(workspace.root)
    link_people(workspace)
    assert bytes_of(workspace.root) == before


def test_people_merge_and_part_and_it_survives_linking_again(workspace: Workspace) -> None:
    store_identity(workspace, FEW)
    link_people(workspace)
    amy, ann = named(["cld:2", "cld:1"])
    decide(workspace, amy, "nhs:9990000026", same=True, by="Kim", reason="same visit")
    decide(workspace, ann, "nhs:9990000018", same=False, by="Kim", reason="another address")
    link_people(workspace)
    merged = {"cld:1": ("cld:1", "decided"), "cld:2": ("nhs:9990000026", "decided")}
    assert links_of(workspace) == merged
    # What was decided is not asked again.
    asked = {(row["record_key"], row["person_key"]) for row in pairs_to_review(workspace).rows}
    assert ("cld:2", "nhs:9990000026") not in asked
    before = bytes_of(workspace.data)
    link_people(workspace)
    assert bytes_of(workspace.data) == before
    decide(workspace, amy, "nhs:9990000026", same=False, by="Lee", reason="not the same visit")
    link_people(workspace)
    assert links_of(workspace)["cld:2"] == ("cld:2", "decided")
    # Back to what was stored two linkings ago: it counts again, under a name of its own.
    decide(workspace, amy, "nhs:9990000026", same=True, by="Kim", reason="it was, after all")
    link_people(workspace)
    assert links_of(workspace) == merged


def test_decisions_survive_a_new_load_of_the_identities(workspace: Workspace) -> None:
    store_identity(workspace, FEW)
    link_people(workspace)
    decide(workspace, "cld:2", "nhs:9990000026", same=True, by="Kim", reason="same visit")
    more = Person("cld:3", "Zoe", "Ng", None, "2", None, None)
    store_identity(workspace, [more], batch_id="1" * 16)
    link_people(workspace)
    assert links_of(workspace)["cld:2"] == ("nhs:9990000026", "decided")


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("nobody", "cld:1", "'nobody' names no key"),
        ("", "cld:1", "names several keys"),
        ("cld:1", "cld:1", "these are the same key"),
    ],
)
def test_a_decision_on_nothing_is_refused(
    workspace: Workspace, one: str, other: str, told: str
) -> None:
    store_identity(workspace, FEW)
    link_people(workspace)
    with pytest.raises(Refused, match=told):
        decide(workspace, one, other, same=True, by="Kim", reason="?")


def test_a_contradiction_is_refused(workspace: Workspace) -> None:
    store_identity(workspace, FEW)
    link_people(workspace)
    decide(workspace, "cld:1", "cld:2", same=True, by="Kim", reason="r")
    decide(workspace, "cld:2", "nhs:9990000018", same=True, by="Kim", reason="r")
    with pytest.raises(Refused, match="one person through a third"):
        decide(workspace, "cld:1", "nhs:9990000018", same=False, by="Lee", reason="r")
    decide(workspace, "cld:1", "nhs:9990000026", same=False, by="Lee", reason="r")
    with pytest.raises(Refused, match="keeps apart two keys"):
        decide(workspace, "nhs:9990000018", "nhs:9990000026", same=True, by="Lee", reason="r")


def test_nothing_to_link_and_nothing_to_review_are_refused(workspace: Workspace) -> None:
    with pytest.raises(Refused, match="no identities are loaded"):
        link_people(workspace)
    with pytest.raises(Refused, match="no pairs to review"):
        pairs_to_review(workspace)


def test_who_people_are_stays_in_the_identity_folder(workspace: Workspace) -> None:
    store_identity(workspace, FEW)
    link_people(workspace)
    inside = [path for path in (workspace.root / "data").rglob("*") if path.is_file()]
    found = b"".join(path.read_bytes() for path in inside)
    for secret in (b"9990000018", b"Shah", b"shah", b"cld:1", b"UB8"):
        assert secret not in found
    review = workspace.root / "identity" / "linking" / "review.csv"
    assert "Shah" in review.read_text(encoding="utf-8")
    assert review.parent.stat().st_mode & 0o077 == 0
