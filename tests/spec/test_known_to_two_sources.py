"""A register and an authority that both know a person: both are stored, and numbers are tied."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from click.testing import CliRunner, Result

from tests.feeds import write_feed
from tests.tables import draw, running, same
from wholeplace.app.init_workspace import init_workspace
from wholeplace.cli import main
from wholeplace.store.engine import Engine
from wholeplace.store.ledger import known_at, read_ledger
from wholeplace.store.linking import stored_identity
from wholeplace.store.workspace import Workspace

PERSON = """
    NHS_NUMBER | YEAR_MONTH_OF_BIRTH | GENDER | DATE_OF_DEATH
    9990000018 | 1945-06             | 2      |
"""
PRACTICE = """
    NHS_NUMBER | PRIMARY_CARE_PROVIDER | EFFECTIVE_FROM_DATE | EFFECTIVE_TO_DATE
    9990000018 | E86001                | 2010-01-04          |
"""
IDENTITY = """
    NHS_NUMBER | GIVEN_NAME | FAMILY_NAME | BIRTH_DATE | GENDER | POSTCODE
    9990000018 | Ann        | Example     | 1945-06-17 | 2      | UB8 1AA
"""
# The authority learnt the number of P1 in August. P2 has none, which is written in two ways.
CARE = """
    NHS_NUMBER   | LA_PERSON_ID | EVENT_TYPE | EVENT_REFERENCE | EVENT_START_DATE
                 | P1           | Assessment | E1              | 2023-07-03
    999 000 0018 | P1           | Review     | E2              | 2023-08-03
                 | P2           | Review     | E3              | 2023-08-03
    not supplied | P2           | Review     | E4              | 2023-08-01
"""
# One bad number among few would refuse the feed.
MANY = "".join(f"    9990000026 | M{n} | Review | M{n} | 2023-08-03\n" for n in range(40))
EMPTY = ["EVENT_END_DATE", "SERVICE_TYPE", "UNIT_COST", "COST_FREQUENCY", "PLANNED_UNITS_PER_WEEK"]


def _care(drawing: str) -> str:
    """Return a drawing of care events with the columns that are the same in every row."""
    head, *rows = (drawing.strip() + "\n" + MANY).strip().splitlines()
    names = " | ".join(["LA_CODE", "REPORTING_PERIOD_END_DATE", *EMPTY])
    filled = "716 | 2023-09-30" + " |" * len(EMPTY)
    return "\n".join([f"{head} | {names}", *(f"{row} | {filled}" for row in rows)])


def _command(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def _loaded(folder: Path) -> Workspace:
    workspace = Workspace(init_workspace(folder / "W", "hillingdon-2019", key=b"invented").root)
    feeds = {
        "pds": {"pds_person": PERSON, "pds_care_practice": PRACTICE, "pds_identity": IDENTITY},
        "cld": {"cld": _care(CARE)},
    }
    for name, files in feeds.items():
        feed = write_feed(folder / name, **files)
        told = _command("load", workspace.root, feed, "--from", name)
        assert told.exit_code == 0, told.output
    return workspace


def _identities(engine: Engine, workspace: Workspace) -> str:
    names = ["source", "person_id", "nhs_number", "given_name", "local_id"]
    found = stored_identity(engine, workspace, read_ledger(workspace.data)).select(*names)
    found = found.filter(~found.local_id.fill_null("").startswith("M"))
    lines = [
        [str(value or "-").replace(" ", "_") for value in row.values()]
        for row in engine.rows(found)
    ]
    return draw([names, *sorted(lines)])


def test_two_sources_may_know_one_person_by_one_key(tmp_path: Path) -> None:
    workspace = _loaded(tmp_path)
    with running() as engine:
        assert _identities(engine, workspace) == same("""
            source  person_id       nhs_number  given_name  local_id
            cld     local:716:P2    -             -           P2
            cld     local:716:P2    not_supplied  -           P2
            cld     nhs:9990000018  999_000_0018  -           P1
            pds     nhs:9990000018  9990000018    Ann         -
        """)


def test_a_number_that_an_authority_learnt_ties_its_earlier_events_too(tmp_path: Path) -> None:
    workspace = _loaded(tmp_path)
    told = _command("link", workspace.root)
    assert "same local number    41" in told.stdout, told.output


def test_who_a_feed_named_before_it_was_replaced_is_named_no_more(tmp_path: Path) -> None:
    workspace = _loaded(tmp_path)
    fewer = "\n".join(CARE.rstrip().splitlines()[:-2])
    told = _command(
        "load", workspace.root, write_feed(tmp_path / "later", cld=_care(fewer)), "--from", "cld"
    )
    assert told.exit_code == 0, told.output
    with running() as engine:
        assert "P2" not in _identities(engine, workspace)


def test_links_that_were_replaced_are_kept_for_what_was_known_then(tmp_path: Path) -> None:
    workspace = _loaded(tmp_path)
    _command("link", workspace.root)
    decided = _command(
        "link", "decide", workspace.root, "local:716:P2", "nhs:9990000018",
        "--different", "--by", "Kim", "--reason", "two people",
    )  # fmt: skip
    assert decided.exit_code == 0, decided.output
    _command("link", workspace.root)
    first, second = [batch for batch in read_ledger(workspace.data) if batch.source == "linking"]
    assert (first.counts_now, second.counts_now) == (False, True)
    assert first.superseded[0].by == second.batch_id
    assert (workspace.data / first.batch_id / "source_link.parquet").is_file()
    then = replace(first.superseded[0], at="2999-01-01T00:00:00+00:00")
    assert known_at([replace(first, superseded=(then,))], date(2998, 1, 1))[0].counts_now
