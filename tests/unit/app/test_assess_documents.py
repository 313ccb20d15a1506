"""The instruments there are: the shipped ones with a workspace's own, or what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from wholeplace.app.check_documents import check
from wholeplace.app.instrument_documents import read_instruments
from wholeplace.kernel import Refused
from wholeplace.store.shipped import shipped_file
from wholeplace.store.workspace import Workspace

OWN = """\
instrument: garden
version: "{version}"
name: The garden
source: assumed, an example
users: [matron]
sections:
  - id: garden
    title: The garden
    questions: [{{id: grows, text: What grows in it, kind: lines}}]
"""


def _own(folder: Path, name: str, text: str) -> Workspace:
    path = folder / "instruments" / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return Workspace(folder)


def test_a_site_has_its_own_beside_the_shipped_ones(tmp_path: Path) -> None:
    _own(tmp_path, "garden-1", OWN.format(version=1))
    found = read_instruments(_own(tmp_path, "garden-2", OWN.format(version=2)))
    assert {"garden", "cfs"} <= set(found.ids())
    newest = found.newest("garden")
    assert newest is not None
    assert newest.instrument.version == "2"


def _shipped(name: str) -> str:
    return shipped_file("instruments", f"{name}.yaml").read_text()


def test_a_version_that_is_shipped_may_not_be_written_over(tmp_path: Path) -> None:
    workspace = _own(tmp_path, "cfs-1", _shipped("cfs-1"))
    with pytest.raises(Refused, match="version 1 of 'cfs' is there already"):
        read_instruments(workspace)


def test_a_newer_version_of_a_shipped_one_is_the_sites_to_write(tmp_path: Path) -> None:
    text = _shipped("pam-1").replace('version: "1"', 'version: "2"').replace("72.5", "67.1")
    newest = read_instruments(_own(tmp_path, "pam-2", text)).newest("pam")
    assert newest is not None
    assert newest.instrument.score is not None
    assert newest.instrument.score.bands[-1].from_ == pytest.approx(67.1)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("garden", OWN.format(version=1), "call it garden-1.yaml"),
        ("garden-1", OWN.format(version=1).replace("kind: lines", "kind: line"), "lines"),
        (
            "garden-1",
            OWN.format(version=1) + '  - {id: x, title: X, include: cfs, version: "7"}\n',
            "no version 7 of 'cfs'",
        ),
        (
            "garden-1",
            OWN.format(version=1)
            + '  - {id: x, title: X, include: home-assessment, version: "1"}\n',
            "itself includes another",
        ),
    ],
)
def test_a_wrong_one_is_refused(tmp_path: Path, name: str, text: str, says: str) -> None:
    workspace = _own(tmp_path, name, text)
    with pytest.raises(Refused, match=says) as refused:
        read_instruments(workspace)
    assert refused.value.problems[0].where.line is not None
    (tmp_path / "care.yaml").write_text(shipped_file("policies", "care.yaml").read_text())
    with pytest.raises(Refused, match=says):
        check(str(tmp_path / "care.yaml"))
    with pytest.raises(Refused, match=says):
        check(str(tmp_path / "instruments" / f"{name}.yaml"))


def test_the_shipped_ones_are_right_where_they_stand() -> None:
    assert check(str(shipped_file("instruments", "cfs-1.yaml"))).documents
