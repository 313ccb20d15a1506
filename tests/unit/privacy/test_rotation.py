"""Another key: every pseudonym changes, nothing else does; a crash leaves the old or the new."""

from __future__ import annotations

from pathlib import Path

import ibis
import pytest

from tests.tables import running, table
from tests.workspaces import bytes_of
from wholeplace.app.init_workspace import init_workspace
from wholeplace.app.people.rotate_key import make_key, rotate, show_key
from wholeplace.kernel import Refused
from wholeplace.privacy import pseudonym
from wholeplace.store import rekey
from wholeplace.store.ledger import write_ledger
from wholeplace.store.pseudonyms import Pseudonyms, open_pseudonyms
from wholeplace.store.workspace import Workspace

OLD, NEW = b"o" * 32, b"n" * 32
PEOPLE = ["nhs:9990000018", "local:RXX:7", "nhs:9990000026"]
BATCH = "0" * 16


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(init_workspace(tmp_path / "W", "hillingdon-2019", key=OLD).root)
    write(made.data / BATCH / "person.parquet", [pseudonym([OLD], who) for who in PEOPLE])
    write(made.root / "results/2019-20/register.parquet", sorted_under(OLD))
    (made.root / "results/2019-20/manifest.json").write_text("{}", encoding="utf-8")
    write(made.data / "derived" / "abc" / "activity.parquet", ["made-again"])
    write_ledger(made.data, [])
    return made


def sorted_under(*keys: bytes) -> list[str]:
    return sorted(pseudonym(keys, who) for who in PEOPLE)


def write(path: Path, people: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with running() as engine:
        rows = table("\n".join(["person_id n", *(f"{who} {i}" for i, who in enumerate(people))]))
        engine.write_parquet(rows if len(people) > 1 else rows.mutate(x=ibis.literal(1)), path)


def read(workspace: Workspace, file: str) -> list[list[object]]:
    with running() as engine:
        return [list(row.values()) for row in engine.rows(engine.parquet(workspace.root / file))]


def test_every_pseudonym_is_the_one_that_loading_would_now_give(workspace: Workspace) -> None:
    before, after = rotate(workspace, key=NEW)
    pseudonyms = open_pseudonyms(workspace)
    assert before != after == pseudonyms.key_id == show_key(workspace)
    rows = read(workspace, f"data/{BATCH}/person.parquet")
    assert rows == [[pseudonyms.of(who), str(i)] for i, who in enumerate(PEOPLE)]
    register = read(workspace, "results/2019-20/register.parquet")
    assert [row[0] for row in register] == sorted_under(OLD, NEW)
    assert (workspace.root / "results/2019-20/manifest.json").read_text(encoding="utf-8") == "{}"
    assert not (workspace.data / "derived").exists()


def test_keys_may_be_replaced_again_and_again(workspace: Workspace) -> None:
    rotate(workspace, key=NEW)
    rotate(workspace, key=b"3" * 32)
    rows = read(workspace, f"data/{BATCH}/person.parquet")
    assert rows[0][0] == pseudonym([OLD, NEW, b"3" * 32], PEOPLE[0])


def test_the_key_is_never_in_what_is_stored(workspace: Workspace) -> None:
    rotate(workspace, key=NEW)
    stored = [p for p in workspace.root.rglob("*") if p.is_file() and "identity" not in p.parts]
    for secret in (OLD, NEW):
        told = [
            p for p in stored if secret in p.read_bytes() or secret.hex().encode() in p.read_bytes()
        ]
        assert told == []


class StoppedError(Exception):
    """The machine stops."""


def stop(*_: object) -> None:
    raise StoppedError


@pytest.mark.parametrize("at", ["_written_anew", "stamp", "write_keys"])
def test_a_rotation_that_stops_before_it_takes_effect_never_was(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    before = bytes_of(workspace.root)
    with monkeypatch.context() as patched:
        patched.setattr(rekey, at, stop)
        with pytest.raises(StoppedError):
            rotate(workspace, key=NEW)
    assert open_pseudonyms(workspace).key_id == Pseudonyms((OLD,)).key_id
    assert bytes_of(workspace.root) == before


def test_what_a_killed_rotation_had_half_written_is_cleared_away(workspace: Workspace) -> None:
    before = bytes_of(workspace.root)
    half = workspace.root / f"..results.{Pseudonyms((OLD, NEW)).key_id}.part" / "2019-20"
    half.mkdir(parents=True)
    (half / "register.parquet").write_bytes(b"half a copy")
    open_pseudonyms(workspace)
    assert bytes_of(workspace.root) == before
    assert not half.parent.exists()


@pytest.mark.parametrize("moved", [0, 1, 2, 3])
def test_a_rotation_that_stops_after_it_took_effect_goes_on_when_next_opened(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, moved: int
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(rekey, "finish_rotation", stop)
        with pytest.raises(StoppedError):
            rotate(workspace, key=NEW)
    new = Pseudonyms((OLD, NEW)).key_id
    # The moves of finishing, of which some were made before the machine stopped.
    steps = [("data", ".data.before"), (f".data.{new}", "data"), ("results", ".results.before")]
    for old, name in steps[:moved]:
        (workspace.root / old).rename(workspace.root / name)
    assert open_pseudonyms(workspace).key_id == new
    assert read(workspace, f"data/{BATCH}/person.parquet")[0][0] == pseudonym([OLD, NEW], PEOPLE[0])
    register = read(workspace, "results/2019-20/register.parquet")
    assert [row[0] for row in register] == sorted_under(OLD, NEW)
    names = {path.name for path in workspace.root.iterdir()}
    assert {name for name in names if name.startswith(".")} == set()


def test_a_key_is_made_once_and_for_nothing_that_was_stored_without(workspace: Workspace) -> None:
    with pytest.raises(Refused, match="there is a secret key here already"):
        make_key(workspace)
    (workspace.root / "identity" / "keys.json").unlink()
    with pytest.raises(Refused, match="the records were stored with the key"):
        make_key(workspace)
