"""One writer at a time, who may go through several doors of his own."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest

from wholeplace.kernel import Refused
from wholeplace.store.lock import NAME, Held, writing


def test_who_writes_is_named_and_others_are_refused(tmp_path: Path) -> None:
    with writing(tmp_path, "loading April"):
        told = Held(**json.loads((tmp_path / NAME).read_text()))
        assert (told.pid, told.what) == (os.getpid(), "loading April")
        found = _refusal_in_a_thread(tmp_path)
        assert f"process {os.getpid()} has been writing here since {told.since}" in found
        assert "loading April" in found
    assert not (tmp_path / NAME).exists()
    assert _refusal_in_a_thread(tmp_path) == ""


def test_who_writes_may_open_another_door(tmp_path: Path) -> None:
    with writing(tmp_path, "restating"):
        with writing(tmp_path, "running", wait=False):
            assert "restating" in (tmp_path / NAME).read_text()
        # The inner block gives nothing up.
        assert _refusal_in_a_thread(tmp_path)
    assert not (tmp_path / NAME).exists()


def test_another_workspace_is_not_held(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with writing(tmp_path, "loading"):
        assert _refusal_in_a_thread(tmp_path / "other") == ""


def test_an_error_gives_it_up(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), writing(tmp_path, "loading"):
        raise ZeroDivisionError
    assert _refusal_in_a_thread(tmp_path) == ""


def test_who_waits_is_told_once_and_then_comes_in(tmp_path: Path) -> None:
    told: list[str] = []
    came = threading.Event()

    def wait() -> None:
        with writing(tmp_path, "waiting", waiting=told.append):
            came.set()

    with writing(tmp_path, "loading"):
        waiter = threading.Thread(target=wait)
        waiter.start()
        assert not came.wait(0.5)
    assert came.wait(10)
    waiter.join()
    assert len(told) == 1
    assert told[0].startswith("waiting: process ")


def test_what_a_killed_writer_left_holds_nobody(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text('{"pid": 1, "since": "2019-04-01", "what": "x"}' + " " * 500)
    with writing(tmp_path, "loading", wait=False):
        assert json.loads((tmp_path / NAME).read_text())["pid"] == os.getpid()


def _refusal_in_a_thread(root: Path) -> str:
    """Return what somebody else is told who wants to write at once; nothing where he may."""
    found: list[str] = []

    def ask() -> None:
        try:
            with writing(root, "asking", wait=False):
                pass
        except Refused as refused:
            found.extend(problem.what for problem in refused.problems)

    asking = threading.Thread(target=ask)
    asking.start()
    asking.join()
    return "".join(found)
