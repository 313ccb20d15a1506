"""The engine makes the same pseudonyms as the pure function, and the keys stay where they are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.tables import running, table
from wholeplace.app.init_workspace import init_workspace
from wholeplace.kernel import Refused
from wholeplace.privacy import pseudonym
from wholeplace.store.identity import identity_folder, make_keys, read_keys, write_keys
from wholeplace.store.pseudonyms import Pseudonyms, open_pseudonyms
from wholeplace.store.workspace import Workspace

ONE, TWO = b"1" * 32, b"2" * 32

ROWS = """
    person_id       source_key  n
    nhs:9990000018  émile       1
    nhs:9990000018  -           2
    -               a\\x41b     3
"""


@pytest.mark.parametrize("keys", [(ONE,), (ONE, TWO)])
@pytest.mark.parametrize("way", ["replace", "inline"])
def test_every_value_is_replaced_and_what_is_missing_stays_missing(
    keys: tuple[bytes, ...], way: str
) -> None:
    with running() as engine:
        replace = getattr(Pseudonyms(keys), way)
        rows = replace(engine, table(ROWS, n="int64"), ["person_id", "source_key"])
        assert rows.columns == ("person_id", "source_key", "n")
        found = engine.rows(rows.order_by("n"))
    who = pseudonym(keys, "nhs:9990000018")
    assert [list(row.values()) for row in found] == [
        [who, pseudonym(keys, "émile"), 1],
        [who, None, 2],
        [None, pseudonym(keys, "a\\x41b"), 3],
    ]


def test_the_keys_stand_neither_in_a_text_of_sql_nor_in_a_printed_value() -> None:
    pseudonyms = Pseudonyms((ONE,))
    with running() as engine:
        rows = pseudonyms.inline(engine, engine.keep("rows", table(ROWS, n="int64")), ["person_id"])
        sql = engine.backend.compile(rows)
        plan = str(engine.backend.con.execute(f"EXPLAIN {sql}").fetchall())
    for text in (sql, plan, repr(pseudonyms), str(pseudonyms)):
        assert "1" * 8 not in text
        assert "GGGGGGGG" not in text  # the same key within a pad


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(init_workspace(tmp_path / "W", "hillingdon-2019").root)


def test_init_makes_a_key_that_only_the_owner_may_read(workspace: Workspace) -> None:
    folder = identity_folder(workspace)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "keys.json").stat().st_mode & 0o777 == 0o600
    (key,) = read_keys(workspace)
    assert len(key) == 32
    assert len(open_pseudonyms(workspace).key_id) == 8


def test_two_workspaces_have_two_keys(workspace: Workspace, tmp_path: Path) -> None:
    other = Workspace(init_workspace(tmp_path / "V", "hillingdon-2019").root)
    assert read_keys(workspace) != read_keys(other)


def refusal(workspace: Workspace) -> str:
    with pytest.raises(Refused) as refused:
        open_pseudonyms(workspace)
    return str(refused.value)


def test_a_workspace_without_its_key_is_refused(workspace: Workspace) -> None:
    (identity_folder(workspace) / "keys.json").unlink()
    assert "the workspace has no secret key" in refusal(workspace)


def test_a_key_that_others_may_read_is_refused(workspace: Workspace) -> None:
    (identity_folder(workspace) / "keys.json").chmod(0o640)
    assert "chmod 600" in refusal(workspace)


def test_another_key_than_that_of_the_records_is_refused(workspace: Workspace) -> None:
    write_keys(workspace, (ONE,))
    assert "the records were stored with the key" in refusal(workspace)


def test_a_broken_key_file_is_refused_without_repeating_it(workspace: Workspace) -> None:
    path = identity_folder(workspace) / "keys.json"
    path.write_text('{"keys": ["my secret"]}', encoding="utf-8")
    assert 'secret"' not in refusal(workspace)
    assert "not the file of a secret key" in refusal(workspace)


def test_records_of_before_pseudonyms_are_refused(workspace: Workspace) -> None:
    (workspace.data / "pseudonyms.json").unlink()
    (workspace.data / "ledger.json").write_text('{"batches": []}', encoding="utf-8")
    assert "load the feeds again" in refusal(workspace)


def test_a_second_first_key_is_refused(workspace: Workspace) -> None:
    with pytest.raises(Refused, match="there is a secret key here already"):
        make_keys(workspace, ONE)


def test_the_identity_folder_may_stand_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "WHOLEPLACE_IDENTITY", str(tmp_path / "safe"))
    workspace = Workspace(init_workspace(tmp_path / "W", "hillingdon-2019").root)
    assert (tmp_path / "safe" / "keys.json").is_file()
    assert not (workspace.root / "identity").exists()
    with pytest.raises(Refused, match="of another workspace"):
        init_workspace(tmp_path / "V", "hillingdon-2019")
    assert not (tmp_path / "V").exists()


def test_the_settings_of_a_workspace_may_name_the_folder(workspace: Workspace) -> None:
    settings = workspace.root / "workspace.yaml"
    settings.write_text("identity: ../safe\n", encoding="utf-8")
    assert identity_folder(workspace) == workspace.root / "../safe"


def test_a_workspace_is_no_place_to_copy(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="a workspace with a secret key"):
        init_workspace(tmp_path / "V", str(workspace.root))
