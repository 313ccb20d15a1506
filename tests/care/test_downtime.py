"""What a team reads while the application is down: whole, dated, and nothing kept from others."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.care.browser import is_fit, page_of
from tests.care.commands import answer, made_demo
from tests.care.world import NOW, World
from wholeplace.care.access import Actor
from wholeplace.care.models import (
    AboutMe,
    AuditEvent,
    CarePlan,
    CaseloadEntry,
    Contingency,
    Problem,
    RelatedPerson,
)
from wholeplace.care.ops import write_downtime


def system(world: World) -> Actor:
    return replace(world.actor("matron"), user=None)


@pytest.fixture
def followed(world: World) -> World:
    """Nora is followed by team North, with a plan; a word of hers is for the team alone."""
    nora = world.people["nora"]
    told = {"person": nora, "controller": "ZCOMM"}
    CaseloadEntry.objects.create(
        **told, team=world.teams["north"], reason="gp", tier="weekly", state="active",
        entered_at=NOW, lead=world.users["matron"], next_contact=date(2019, 6, 10),
    )  # fmt: skip
    plan = CarePlan.objects.create(
        **told, number=2, state="active", summary="I want to see my <garden>.",
        agreed_on=date(2019, 5, 1), place_of_care="home",
    )  # fmt: skip
    Contingency.objects.create(
        **told, plan=plan, trigger="Her ankles swell", do="Ring the heart nurse", call="0161 496 1"
    )
    RelatedPerson.objects.create(**told, name="Ann", relationship="sister", telephone="0161 496 2")
    AboutMe.objects.create(**told, written_on=date(2019, 1, 1), most_important="My cat")
    Problem.objects.create(**told, what="Heart failure")
    for kept in ("sealed", "team", "organisation"):
        Problem.objects.create(**told, what=f"A secret, {kept}", visibility=kept)
    return world


def test_a_team_reads_its_plans_without_a_server(followed: World, tmp_path: Path) -> None:
    made = write_downtime(system(followed), tmp_path / "D")
    assert (made.teams, made.people) == (2, 1)
    page = (tmp_path / "D" / "north.html").read_text(encoding="utf-8")
    for words in (
        "Harefield, Nora", "999 000 0018", "Her ankles swell", "Ring the heart nurse",
        "I want to see my &lt;garden&gt;.", "at home", "Ann, sister", "My cat", "Heart failure",
        "lead: Matron", "10 June 2019",
    ):  # fmt: skip
        assert words in page, words
    assert "http" not in page
    assert "<script" not in page
    assert "Nora" not in (tmp_path / "D" / "south.html").read_text(encoding="utf-8")


def test_its_hashes_are_those_of_the_pages_and_stand_in_the_audit(
    followed: World, tmp_path: Path
) -> None:
    made = write_downtime(system(followed), tmp_path / "D")
    manifest = (tmp_path / "D" / "SHA256SUMS").read_bytes()
    assert hashlib.sha256(manifest).hexdigest() == made.sha256
    for line in manifest.decode().splitlines():
        sha256, name = line.split("  ")
        assert hashlib.sha256((tmp_path / "D" / name).read_bytes()).hexdigest() == sha256
    row = AuditEvent.objects.latest("number")
    assert (row.verb, made.sha256 in row.detail) == ("export", True)
    assert (tmp_path / "D").stat().st_mode & 0o077 == 0


def test_what_only_some_may_see_is_not_in_it(followed: World, tmp_path: Path) -> None:
    write_downtime(system(followed), tmp_path / "D")
    assert "A secret" not in (tmp_path / "D" / "north.html").read_text(encoding="utf-8")


def test_it_says_as_of_when_it_is(followed: World, tmp_path: Path) -> None:
    write_downtime(system(followed), tmp_path / "D")
    page = (tmp_path / "D" / "north.html").read_text(encoding="utf-8")
    assert "As of 3 June 2019 at 10:30." in page
    assert "What came later is not in it" in page


def test_where_the_audit_fails_the_last_one_stays(
    followed: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_downtime(system(followed), tmp_path / "D")
    before = (tmp_path / "D" / "SHA256SUMS").read_text()

    def fails(*_: object) -> None:
        raise OSError("the audit cannot be written")

    monkeypatch.setattr("wholeplace.care.actions.writing.record", fails)
    with pytest.raises(OSError, match="the audit"):
        write_downtime(system(followed), tmp_path / "D")
    assert (tmp_path / "D" / "SHA256SUMS").read_text() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["D"]


@pytest.mark.usefixtures("followed")
def test_it_takes_no_more_queries_for_more_people(
    followed: World, tmp_path: Path, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(30):  # type: ignore[operator]  # the fixture has no type
        write_downtime(system(followed), tmp_path / "D")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of a demonstration, by the command."""
    folder = tmp_path_factory.mktemp("downtime")
    made = answer("downtime", made_demo(folder / "W", 60), "--output", str(folder / "D"))
    assert made["people"] > 0
    return folder / "D"


@pytest.mark.enable_socket
@pytest.mark.parametrize("width", [1200, 390])
def test_it_is_fit_for_everybody(
    written: Path, tmp_path: Path, chromium: Browser, width: int
) -> None:
    page = page_of(chromium, width)
    page.goto((written / "team-1.html").as_uri())
    is_fit(page)
    page.screenshot(path=tmp_path / f"downtime-{width}.png")
    page.close()
