"""One writer at a time: a lock on a workspace that the system frees when its holder ends."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from time import sleep

from wholeplace.kernel import Problem, Refused, Where
from wholeplace.store.clock import now
from wholeplace.store.files import read_text

if sys.platform != "win32":
    import fcntl

NAME = ".writing"
_PAUSE = 0.2
_OURS: ContextVar[frozenset[Path]] = ContextVar("_OURS", default=frozenset())


@dataclass(frozen=True, slots=True)
class Held:
    """Who is writing: the number of the process, since when, and what it does."""

    pid: int
    since: str
    what: str

    def __str__(self) -> str:
        """Say it in words."""
        return f"process {self.pid} has been writing here since {self.since}: {self.what}"


@contextmanager
def writing(
    root: Path, what: str, *, wait: bool = True, waiting: Callable[[str], None] | None = None
) -> Iterator[None]:
    """Hold the only right to write in a workspace while the block runs.

    ``what`` is told to others who want it. Who must wait is told once, through ``waiting``, who
    holds it; without ``wait`` they are refused. A killed process holds nothing. Within a block
    that holds it already, it is held.
    """
    path = root.resolve() / NAME
    if path in _OURS.get():
        yield
        return
    handle = _taken(path)
    if handle is None and not wait:
        remedy = "try again when it has ended, or leave out --no-wait to wait for it"
        raise Refused([Problem(Where(str(root)), str(_holder(path)), remedy)])
    if handle is None and waiting:
        waiting(f"waiting: {_holder(path)}")
    while handle is None:
        sleep(_PAUSE)
        handle = _taken(path)
    before = _OURS.set(_OURS.get() | {path})
    try:
        os.truncate(handle, 0)
        told = {"pid": os.getpid(), "since": now().isoformat(), "what": what}
        os.pwrite(handle, json.dumps(told).encode(), 0)
        yield
    finally:
        _OURS.reset(before)
        path.unlink(missing_ok=True)
        os.close(handle)


def _taken(path: Path) -> int | None:
    """Return the open file whose lock is ours, or nothing where another process has it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if sys.platform != "win32":  # where there is no such lock, nothing is held back
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # The holder removes the file before letting go: a lock on a removed file is no lock.
        if os.fstat(handle).st_ino == path.stat().st_ino:
            return handle
    except (BlockingIOError, FileNotFoundError):
        pass
    os.close(handle)
    return None


def _holder(path: Path) -> Held:
    with suppress(Refused, ValueError, TypeError):
        return Held(**json.loads(read_text(path)))
    return Held(0, "a moment ago", "it has just begun")
