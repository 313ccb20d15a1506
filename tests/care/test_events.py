"""What others tell is kept once, changed when told otherwise, and raises alerts where it should."""

from __future__ import annotations

import csv
import json
import tracemalloc
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.care.examples.events import _followed
from tests.care.test_caseload import TERMS
from tests.care.world import NOW, World
from wholeplace.care.access import Verb
from wholeplace.care.access.actor import system_actor
from wholeplace.care.actions.audit import verify
from wholeplace.care.actions.events import keep_events
from wholeplace.care.actions.writing import NotAllowed
from wholeplace.care.event_files import rows_of
from wholeplace.care.events import LONGEST, LONGEST_SOURCE, Event
from wholeplace.care.models import Alert, AuditEvent, CaseloadEntry, Encounter, Person
from wholeplace.care.taking_in import Taken, take_in_file
from wholeplace.kernel import Refused

COLUMNS = (
    *("source_id", "nhs_number", "kind", "organisation", "starts", "ends", "reason", "outcome"),
)
ED = {
    "source_id": "E1", "nhs_number": "{nora}", "kind": "ed", "organisation": "ZACUTE",
    "starts": "2019-06-01T22:15", "reason": "fell in the garden",
}  # fmt: skip

Bring = Callable[..., Taken]


@pytest.fixture
def bring(world: World, tmp_path: Path) -> Bring:
    """Write rows to a CSV file and take it in."""

    def taken(*rows: Mapping[str, str], now: datetime = NOW) -> Taken:
        path = tmp_path / "events.csv"
        numbers = {name: str(one.nhs_number) for name, one in world.people.items()}
        with path.open("w", newline="", encoding="utf-8") as out:
            writer = csv.DictWriter(out, COLUMNS)
            writer.writeheader()
            for row in rows:
                words = {
                    name: text.replace("{nora}", numbers["nora"]) for name, text in row.items()
                }
                writer.writerow({n: w.replace("{sam}", numbers["sam"]) for n, w in words.items()})
        return take_in_file(system_actor(now), path, "ed-alerts", TERMS)

    return taken


def test_an_attendance_is_kept_and_an_alert_raised_for_who_is_followed(
    world: World, bring: Bring
) -> None:
    _followed(world)
    Encounter.objects.all().delete()
    taken = bring(ED, ED | {"source_id": "E2", "nhs_number": "{sam}"})
    assert (taken.new, taken.alerts, taken.unfit) == (2, 1, 0)
    kept = Encounter.objects.get(source_id="E1")
    assert kept.person == world.people["nora"]
    # The clock on the wall in June is an hour ahead of UTC.
    assert kept.starts == datetime(2019, 6, 1, 21, 15, tzinfo=UTC)
    assert (kept.reason, kept.controller) == ("fell in the garden", "ZACUTE")
    alert = Alert.objects.get()
    assert (alert.person, alert.kind, alert.encounter) == (kept.person, "ed", kept)
    assert alert.due_at > alert.at


def test_the_same_file_again_changes_nothing(world: World, bring: Bring) -> None:
    _followed(world)
    bring(ED, ED | {"source_id": "E2"})
    before = [list(kind.objects.order_by("pk").values()) for kind in (Encounter, Alert, AuditEvent)]
    again = bring(ED, ED | {"source_id": "E2"})
    assert (again.new, again.changed, again.same, again.alerts) == (0, 0, 2, 0)
    after = [list(kind.objects.order_by("pk").values()) for kind in (Encounter, Alert, AuditEvent)]
    assert before == after


def test_a_discharge_told_later_ends_the_stay_and_raises_its_own_alert(
    world: World, bring: Bring
) -> None:
    _followed(world)
    stay = ED | {"source_id": "S1", "kind": "admission"}
    assert bring(stay).alerts == 1
    home = stay | {"kind": "discharge", "ends": "2019-06-02T11:00", "outcome": "home", "reason": ""}
    taken = bring(home)
    assert (taken.new, taken.changed, taken.alerts) == (0, 1, 1)
    kept = Encounter.objects.get(source_id="S1")
    assert (kept.kind, kept.outcome, kept.version) == ("admission", "home", 2)
    # What the discharge did not say is still known; the admission told late changes nothing.
    assert kept.reason == "fell in the garden"
    assert bring(stay).same == 1
    kept.refresh_from_db()
    assert kept.ends == datetime(2019, 6, 2, 10, 0, tzinfo=UTC)
    assert set(Alert.objects.values_list("kind", flat=True)) == {"admitted", "discharged"}


def test_what_was_before_a_team_followed_somebody_raises_no_alert(
    world: World, bring: Bring
) -> None:
    _followed(world)
    CaseloadEntry.objects.update(entered_at=NOW - timedelta(hours=1))
    assert bring(ED).alerts == 0


def test_people_who_are_not_here_are_counted_and_not_told(world: World, bring: Bring) -> None:
    taken = bring(
        ED | {"nhs_number": "9990000999"[:9] + "9"}, ED | {"source_id": "E3", "nhs_number": ""}
    )
    assert taken.new == 0
    assert taken.unknown + taken.unfit == 2
    assert all("999" not in what for _, what in taken.told)
    Person.objects.filter(pk=world.people["sam"].pk).update(nhs_number=None)
    assert bring(ED | {"nhs_number": "{sam}"}).unknown == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"source_id": ""}, "source_id is missing"),
        ({"organisation": " "}, "organisation is missing"),
        ({"nhs_number": "9990000001"}, "nhs_number is no NHS number"),
        ({"kind": "party"}, "kind is none of ed, admission"),
        ({"starts": ""}, "starts is no time such as"),
        ({"starts": "01/06/2019"}, "starts is no time such as"),
        ({"starts": "2019-06-05T10:00"}, "starts is in the future"),
        ({"starts": "1066-10-14"}, "or before 1900"),
        ({"starts": "0001-01-01T00:00+23:59"}, "starts is no time"),
        ({"ends": "2019-05-31T10:00"}, "ends is before starts"),
        ({"kind": "discharge"}, "ends is missing: a discharge"),
        ({"reason": "x" * 301}, "reason has more than 300 characters"),
        ({"source_id": "x" * 81}, "source_id has more than 80 characters"),
        ({"reason": "a\0b"}, "reason is not UTF-8 text"),
    ],
)
def test_a_row_that_cannot_be_is_told_by_its_line_and_the_others_are_kept(
    bring: Bring, change: dict[str, str], says: str
) -> None:
    taken = bring(ED | change, ED | {"source_id": "E2"})
    assert (taken.new, taken.unfit) == (1, 1)
    (line, what) = taken.told[0]
    assert line == 2
    assert says in what


def test_an_event_does_not_go_from_one_person_to_another(bring: Bring, world: World) -> None:
    bring(ED)
    taken = bring(ED | {"nhs_number": "{sam}"})
    assert (taken.changed, taken.unfit) == (0, 1)
    assert "of somebody else before" in taken.told[0][1]
    assert Encounter.objects.get().person == world.people["nora"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "there is no column 'source_id'"),
        ("source_id,nhs_no,kind,organisation,starts\n", "there is no column 'nhs_number'"),
        ("source_id,nhs_number,kind,organisation,starts,end\n", "'end' is no column of events"),
        ("source_id,nhs_number,kind,organisation,starts,starts\n", "a column is there twice"),
        ('"' + "x" * 200_000, "there is no column"),
        ("x" * 2_000_000, "has more than 1,048,576 bytes"),
    ],
    ids=["empty", "missing", "misspelt", "twice", "quote", "long"],
)
def test_what_is_no_file_of_events_is_refused_whole(
    world: World, tmp_path: Path, text: str, says: str
) -> None:
    path = tmp_path / "events.csv"
    path.write_text(text)
    with pytest.raises(Refused) as refused:
        take_in_file(system_actor(NOW), path, "ed", TERMS)
    assert says in str(refused.value.problems[0])


@pytest.mark.parametrize("name", ["none.csv", "events.xlsx"])
def test_a_file_that_is_not_there_or_not_known_is_refused(
    db: None, tmp_path: Path, name: str
) -> None:
    with pytest.raises(Refused):
        list(rows_of(tmp_path / name, NOW))


def test_quotes_and_cells_that_do_not_fit_are_told_by_line(world: World, tmp_path: Path) -> None:
    number = world.people["nora"].nhs_number
    good = f"E9,{number},gp,ZP001,2019-06-01T10:00"
    lines = [",".join(COLUMNS[:5]), "E1,2", 'E2,"un"quoted,gp,ZP001,2019', "\udcff,,,,", "", good]
    path = tmp_path / "events.csv"
    path.write_bytes("\r\n".join(lines).encode("utf-8", "surrogateescape"))
    taken = take_in_file(system_actor(NOW), path, "gp", TERMS)
    assert (taken.new, taken.unfit) == (1, 3)
    assert "it has 2 cells, and there are 5 columns" in taken.told[0][1]
    assert "are the quotes in pairs?" in taken.told[1][1]
    assert "is not UTF-8" in taken.told[2][1]


def _encounter(world: World, **change: object) -> dict[str, object]:
    number = {
        "system": "https://fhir.nhs.uk/Id/nhs-number", "value": world.people["nora"].nhs_number,
    }  # fmt: skip
    return {
        "resourceType": "Encounter", "id": "e1", "status": "finished",
        "class": {"code": "EMER"}, "subject": {"identifier": number},
        "period": {"start": "2019-06-01T22:15:00+01:00", "end": "2019-06-02T02:00:00+01:00"},
        "serviceProvider": {"identifier": {"value": "ZACUTE"}},
        "reasonCode": [{"coding": [{"display": "Fall"}]}],
    } | change  # fmt: skip


def test_encounters_of_fhir_are_taken_in(world: World, tmp_path: Path) -> None:
    path = tmp_path / "events.ndjson"
    bad = [
        '{"resourceType": "Patient"}',
        "no json",
        "[]",
        '{"resourceType":"Encounter","period":5}',
    ]
    rows = [json.dumps(_encounter(world)), "", *bad]
    path.write_text("\n".join(rows))
    taken = take_in_file(system_actor(NOW), path, "ed", TERMS)
    assert (taken.new, taken.unfit) == (1, 4)
    kept = Encounter.objects.get()
    assert (kept.kind, kept.reason, kept.source_id) == ("ed", "Fall", "e1")
    assert kept.ends == datetime(2019, 6, 2, 1, 0, tzinfo=UTC)


def test_a_bundle_may_name_people_by_their_resource(world: World, tmp_path: Path) -> None:
    number = {
        "system": "https://fhir.nhs.uk/Id/nhs-number", "value": world.people["nora"].nhs_number,
    }  # fmt: skip
    patient = {"resourceType": "Patient", "id": "p1", "identifier": [number]}
    stay = _encounter(
        world, subject={"reference": "Patient/p1"}, id="s1", **{"class": {"code": "IMP"}}
    )
    bundle = {
        "resourceType": "Bundle", "type": "collection",
        "entry": [{"resource": patient}, {"resource": stay}, {}],
    }  # fmt: skip
    path = tmp_path / "events.json"
    path.write_text(json.dumps(bundle))
    taken = take_in_file(system_actor(NOW), path, "ed", TERMS)
    assert (taken.new, taken.unfit) == (1, 1)
    assert Encounter.objects.get().kind == "admission"


@pytest.mark.parametrize("text", ["", "[1]", "{}", '{"resourceType": "Bundle", "entry": 5}'])
def test_what_is_no_bundle_is_refused(world: World, tmp_path: Path, text: str) -> None:
    path = tmp_path / "events.json"
    path.write_text(text)
    with pytest.raises(Refused):
        take_in_file(system_actor(NOW), path, "ed", TERMS)


def test_every_row_that_was_written_is_in_the_audit_of_its_person(
    world: World, bring: Bring
) -> None:
    bring(ED, ED | {"source_id": "E2"}, ED | {"source_id": "E3", "nhs_number": "{sam}"})
    rows = AuditEvent.objects.filter(verb=Verb.TAKE_IN_EVENT)
    nora, sam = world.people["nora"].pk, world.people["sam"].pk
    assert Counter(row.person for row in rows) == {nora: 2, sam: 1}
    assert all("garden" not in row.detail for row in rows)
    assert verify()[1] is None


def test_a_member_of_staff_may_not(world: World) -> None:
    told = Event(
        1, "E1", str(world.people["nora"].nhs_number), Encounter.Kind.GP, "ZP001", NOW, None
    )
    with pytest.raises(NotAllowed):
        keep_events(by=world.actor("gp"), source="x", events=[told])
    assert not Encounter.objects.exists()


def test_the_longest_words_are_those_of_the_columns() -> None:
    for name, longest in {**LONGEST, "source": LONGEST_SOURCE}.items():
        field = Encounter._meta.get_field(name)  # noqa: SLF001 - Django's name for it
        assert getattr(field, "max_length", None) == longest


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {
                "source_id": st.sampled_from(["A", "B", "C"]),
                "nhs_number": st.sampled_from(["{nora}", "{sam}", ""]),
                "kind": st.sampled_from(["ed", "admission", "discharge", "gp", "party"]),
                "organisation": st.just("ZACUTE"),
                "starts": st.sampled_from(["2019-06-01", "2019-06-01T10:00", "never"]),
                "ends": st.sampled_from(["", "2019-06-02T09:00"]),
                "reason": st.sampled_from(["", "fall", "fit"]),
            }
        ),
        max_size=8,
    )
)
def test_twice_the_same_file_is_once(
    world: World, bring: Bring, rows: list[dict[str, str]]
) -> None:
    Alert.objects.all().delete()
    Encounter.objects.all().delete()
    CaseloadEntry.objects.all().delete()
    _followed(world)
    first = bring(*rows)
    assert first.rows == len(rows)
    before = list(Encounter.objects.order_by("pk").values())
    again = bring(*rows)
    assert (again.new, again.changed, again.alerts) == (0, 0, 0)
    assert list(Encounter.objects.order_by("pk").values()) == before


def test_a_long_file_takes_little_memory(world: World, tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    with path.open("w") as out:
        out.write(",".join(COLUMNS[:5]) + "\n")
        out.writelines(f"E{i},,gp,ZP001,2019-06-01\n" for i in range(60_000))
    tracemalloc.start()
    taken = take_in_file(system_actor(NOW), path, "gp", TERMS)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (taken.rows, taken.unknown) == (60_000, 60_000)
    assert peak < 20_000_000
