"""Run ``wholeplace care`` as who runs the records does: another process, on a folder of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.care.serving import environment

SECRET = "x" * 60


def wholeplace(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command of ours."""
    return subprocess.run(
        [sys.executable, "-m", "wholeplace", *words],
        env=environment(**more), capture_output=True, text=True, check=False,
    )  # fmt: skip


def care(name: str, folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command on the care records in a folder."""
    return wholeplace("care", name, str(folder), *words, **more)


def answer(name: str, folder: Path, *words: str, **more: str) -> Any:
    """Return what a command that was not refused says as JSON."""
    done = care(name, folder, *words, "--json", **more)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def made_demo(folder: Path, people: int = 60, **more: str) -> Path:
    """Make the records of a demonstration in a folder."""
    words = ("--demo", "--prepare-only", "--people", str(people))
    done = wholeplace("serve", str(folder), *words, **more)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def made_empty(folder: Path, **more: str) -> Path:
    """Make records with nobody in them, as for real people."""
    done = wholeplace("serve", str(folder), "--prepare-only", WHOLEPLACE_SECRET=SECRET, **more)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder
