"""Who opted out is asked in a file, answered in a file, and forgotten after some days."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tests.tables import running, table
from tests.workspaces import write_feed
from wholeplace.app.init_workspace import init_workspace
from wholeplace.app.load.load_feed import load_feed
from wholeplace.app.people.opt_out import export_list, import_answer, opt_out_gate, standing
from wholeplace.app.people.rotate_key import rotate
from wholeplace.kernel import Refused
from wholeplace.privacy import OptOutTerms, key_of_seed, pseudonym
from wholeplace.privacy.opt_out import Check, checked, read_list, written_list
from wholeplace.store.identity import identified_data
from wholeplace.store.ledger import Batch, Count, read_ledger, write_ledger
from wholeplace.store.opt_outs import keep_numbers
from wholeplace.store.workspace import Workspace
from wholeplace.synthetic.nhs_numbers import nhs_numbers

TERMS = OptOutTerms(valid_days=7, source="assumed: a week")
MONDAY, SUNDAY, NEXT = date(2026, 11, 2), date(2026, 11, 8), date(2026, 11, 9)
KEY = key_of_seed(1)
# Numbers that check, of no range for tests; they are nobody's that we know of, and made by sum.
ANN, BOB, CAT = "4000000004", "4000000012", "4000000020"


def test_a_list_has_one_number_to_a_line_each_with_a_comma() -> None:
    assert written_list([BOB, ANN, BOB]) == f"{ANN},\n{BOB},\n"
    assert read_list(f"{BOB},\r\n\n {ANN} \n", "x") == [ANN, BOB]


def test_a_line_that_is_no_number_is_refused_without_repeating_it() -> None:
    with pytest.raises(Refused) as refused:
        read_list(f"{ANN},\nMrs Ann Shah\n", "answer.dat")
    assert "answer.dat:2" in str(refused.value)
    assert "Shah" not in str(refused.value)


@pytest.mark.parametrize(
    ("asked", "answer", "told"),
    [
        ([], [ANN], "nobody was asked about"),
        ([ANN], [], "the answer names nobody"),
        ([ANN], [ANN, BOB], "1 of its numbers are not on the list"),
    ],
)
def test_what_cannot_be_an_answer_is_refused(
    asked: list[str], answer: list[str], told: str
) -> None:
    with pytest.raises(Refused, match=told):
        checked(frozenset(asked), answer, "answer.dat", MONDAY)


@pytest.mark.parametrize(
    ("day", "valid"), [(MONDAY, True), (SUNDAY, True), (NEXT, False), (date(2026, 11, 1), False)]
)
def test_an_answer_counts_for_seven_days(day: date, *, valid: bool) -> None:
    assert Check(MONDAY, 3, 2).is_valid(day, TERMS) is valid


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(init_workspace(tmp_path / "W", "hillingdon-2019", key=KEY).root)


def load(workspace: Workspace, *numbers: str, batch: str = "0") -> None:
    """Load people of those numbers, one of the test range and one without a number."""
    drawing = "\n".join(["person_id", *(f"nhs:{n}" for n in (*numbers, "9990000018")), "local:R:1"])
    with running() as engine:
        folder = identified_data(workspace) / (batch * 16)
        folder.mkdir(parents=True)
        keep_numbers(engine, folder, engine.keep("keys", table(drawing)).person_id)
    told = Batch(
        batch * 16,
        "x",
        "x",
        "1",
        "",
        "2026-11-01T09:00:00+00:00",
        {},
        (Count("registration", "x", 1, 1),),
    )
    write_ledger(workspace.data, [*read_ledger(workspace.data), told])


def people(*names: str) -> str:
    return "\n".join(["person_id", *(pseudonym([KEY], name) for name in names)])


EVERYONE = [f"nhs:{n}" for n in (ANN, BOB, CAT, "9990000018")] + ["local:R:1"]


def test_people_who_opted_out_or_were_not_asked_about_are_left_out(workspace: Workspace) -> None:
    load(workspace, ANN, BOB)
    assert export_list(workspace, workspace.root / "identity" / "ask.dat") == 2
    answer = workspace.root / "identity" / "answer.dat"
    answer.write_text(f"{ANN},\n", encoding="utf-8")
    import_answer(workspace, answer, MONDAY)
    load(workspace, CAT, batch="1")  # came after the question was asked
    with running() as engine:
        gate = opt_out_gate(engine, workspace, read_ledger(workspace.data), SUNDAY)
        rows = engine.keep("all", table(people(*EVERYONE)))
        kept = engine.rows(gate.rows(rows, "person_level"))
        (told,) = gate.warnings(engine, rows)
        assert told.startswith(
            "1 to 7 people who opted out, or were not asked about, were left out"
        )
        assert engine.count(gate.rows(rows, "counts")) == 5  # payment is exempt
    expected = {pseudonym([KEY], f"nhs:{ANN}"), pseudonym([KEY], "nhs:9990000018")}
    expected |= {pseudonym([KEY], "local:R:1")}
    assert {row["person_id"] for row in kept} == expected


@pytest.mark.parametrize("when", [None, NEXT])
def test_without_a_valid_answer_nothing_about_single_people_leaves(
    workspace: Workspace, when: date | None
) -> None:
    load(workspace, ANN)
    if when:
        export_list(workspace, workspace.root / "identity" / "ask.dat")
        answer = workspace.root / "identity" / "answer.dat"
        answer.write_text(f"{ANN},\n", encoding="utf-8")
        import_answer(workspace, answer, MONDAY)
    with running() as engine:
        gate = opt_out_gate(engine, workspace, read_ledger(workspace.data), when or MONDAY)
        assert not gate.is_open("person_level")
        assert gate.is_open("counts")
        told = "ran out on 2026-11-09" if when else "nobody has checked"
        with pytest.raises(Refused, match=told):
            gate.rows(table(people(*EVERYONE)), "person_level")
        assert "register.parquet" in gate.warnings(engine, table(people()))[0]


def test_where_the_identity_folder_is_not_at_hand_the_gate_is_closed(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(workspace, ANN)
    (workspace.root / "identity").rename(workspace.root / "kept-apart")
    with running() as engine:
        gate = opt_out_gate(engine, workspace, read_ledger(workspace.data), MONDAY)
        assert gate.is_open("counts")
        assert not gate.is_open("person_level")
        with pytest.raises(Refused, match="has no secret key"):
            standing(workspace)
        other = init_workspace(workspace.root / "other", "hillingdon-2019", key=b"x" * 32).root
        monkeypatch.setenv("WHOLEPLACE_IDENTITY", str(other / "identity"))
        with pytest.raises(Refused, match="the records were stored with the key"):
            opt_out_gate(engine, workspace, read_ledger(workspace.data), MONDAY)
        with pytest.raises(Refused, match="the records were stored with the key"):
            standing(workspace)


def test_people_without_a_real_number_need_no_check(workspace: Workspace) -> None:
    load(workspace)
    assert standing(workspace).as_dict()["nhs_numbers"] == 0
    with running() as engine:
        gate = opt_out_gate(engine, workspace, read_ledger(workspace.data), MONDAY)
        rows = engine.keep("all", table(people("nhs:9990000018", "local:R:1")))
        assert engine.count(gate.rows(rows, "person_level")) == 2
        assert gate.needs_no_check
        assert gate.warnings(engine, rows) == []
    with pytest.raises(Refused, match="nothing to check"):
        export_list(workspace, workspace.root / "identity" / "ask.dat")


def test_a_place_may_leave_them_out_of_counts_too(workspace: Workspace) -> None:
    from wholeplace.store.shipped import shipped_file

    text = shipped_file("policies", "privacy.yaml").read_text(encoding="utf-8")
    own = text.replace("counts: payment", "counts: planning")
    (workspace.root / "privacy.yaml").write_text(own, encoding="utf-8")
    load(workspace, ANN)
    with running() as engine:
        gate = opt_out_gate(engine, workspace, read_ledger(workspace.data), MONDAY)
        assert not gate.is_open("counts")


def test_numbers_are_written_for_the_owner_only_and_not_among_the_records(
    workspace: Workspace, tmp_path: Path
) -> None:
    load(workspace, ANN)
    for folder in ("data", "results", "reports"):
        with pytest.raises(Refused, match="must not be written here"):
            export_list(workspace, workspace.root / folder / "ask.dat")
    export_list(workspace, tmp_path / "ask.dat")
    assert (tmp_path / "ask.dat").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "ask.dat").read_bytes() == f"{ANN},\n".encode()


def test_who_opted_out_is_left_out_under_every_name_that_is_theirs(
    workspace: Workspace, tmp_path: Path
) -> None:
    # Ann is known to her council by a number of its own, and Bob's number was merged into Cat's.
    feed = write_feed(
        tmp_path / "feed",
        {
            "person": "person_id sex birth_month\n"
            f"asc:7 2 1950-01-01\nnhs:{CAT} 2 1950-01-01\nasc:8 1 1950-01-01",
            "identity": "source person_id nhs_number given_name family_name birth_date sex"
            " postcode uprn local_id local_id_issuer\n"
            "council asc:7 400-000-0004 - - - - - - 7 LA\n"
            "council asc:8 9990000018 - - - - - - 8 LA\n"
            f"old nhs:{BOB} {BOB} - - - - - - - -",
            "source_link": "source source_key person_id match_rule\n"
            f"pds nhs:{BOB} nhs:{CAT} decided",
        },
    )
    load_feed(workspace, feed, "canonical")
    assert export_list(workspace, workspace.root / "identity" / "ask.dat") == 3
    answer = workspace.root / "identity" / "answer.dat"
    answer.write_text(f"{CAT},\n", encoding="utf-8")
    import_answer(workspace, answer, MONDAY)
    names = ["asc:7", "local:LA:7", f"nhs:{CAT}", "asc:8", "local:LA:8"]
    with running() as engine:
        gate = opt_out_gate(engine, workspace, read_ledger(workspace.data), MONDAY)
        kept = engine.rows(gate.rows(engine.keep("all", table(people(*names))), "person_level"))
    assert {row["person_id"] for row in kept} == {
        pseudonym([KEY], name) for name in ("asc:8", "local:LA:8")
    }


def person_feed(folder: Path, *keys: str) -> Path:
    rows = [f"{key} 2 1950-01-01" for key in keys]
    return write_feed(folder, {"person": "\n".join(["person_id sex birth_month", *rows])})


def test_real_people_do_not_stand_under_a_key_that_anybody_can_make(tmp_path: Path) -> None:
    made = init_workspace(tmp_path / "W", "hillingdon-2019", key=KEY, invented=True)
    workspace = Workspace(made.root)
    load_feed(workspace, person_feed(tmp_path / "one", "nhs:9990000018"), "canonical")
    with pytest.raises(Refused, match="1 NHS numbers may be of real people") as refused:
        load_feed(workspace, person_feed(tmp_path / "two", f"nhs:{ANN}"), "canonical")
    assert ANN not in str(refused.value)
    assert len(read_ledger(workspace.data)) == 1
    rotate(workspace)
    load_feed(workspace, person_feed(tmp_path / "two", f"nhs:{ANN}"), "canonical")
    assert standing(workspace).to_ask_about == 1


def test_a_place_larger_than_the_test_range_is_of_invented_people_too(tmp_path: Path) -> None:
    made = init_workspace(tmp_path / "W", "hillingdon-2019", key=KEY, invented=True)
    numbers = nhs_numbers(np.array([0, 1_000_000, 2_200_000])).to_pylist()
    assert sorted(number[:3] for number in numbers) == ["997", "998", "999"]
    keys = [f"nhs:{number}" for number in numbers]
    load_feed(Workspace(made.root), person_feed(tmp_path / "one", *keys), "canonical")


def test_a_folder_of_identities_that_others_may_look_into_is_refused(
    workspace: Workspace, tmp_path: Path
) -> None:
    folder = workspace.root / "identity"
    folder.chmod(0o750)
    with pytest.raises(Refused, match="chmod 700"):
        load_feed(workspace, person_feed(tmp_path / "one", "nhs:9990000018"), "canonical")
    folder.chmod(0o700)
    load_feed(workspace, person_feed(tmp_path / "one", "nhs:9990000018"), "canonical")
