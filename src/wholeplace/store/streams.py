"""Files of any length, read and written line by line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from wholeplace.kernel import Problem, Refused, Where

LONGEST = 1 << 20
"""Bytes that a line may have: no row or resource comes near it, and memory stays bounded."""


def lines_of(path: Path) -> Iterator[str]:
    """Yield the lines of a text with their ends; what is not UTF-8 becomes U+FFFD.

    Raises ``Refused`` where there is no such file, or a line has more than a MiB.
    """
    try:
        with path.open("rb") as stream:
            yield from _lines(path, stream)
    except OSError as error:
        what = f"it cannot be read: {error.strerror}"
        raise Refused([Problem(Where(str(path)), what, "check the name of the file")]) from None


def _lines(path: Path, stream: BinaryIO) -> Iterator[str]:
    number = 0
    while line := stream.readline(LONGEST + 1):
        number += 1
        if len(line) > LONGEST:
            what = f"this line has more than {LONGEST:,} bytes"
            remedy = "is it the file you mean? Rows stand on a line each"
            raise Refused([Problem(Where(str(path), number), what, remedy)])
        yield line.decode("utf-8-sig" if number == 1 else "utf-8", errors="replace")


@dataclass(slots=True)
class Writer:
    """A text that is being written: how many lines it has, and the SHA-256 of its bytes so far."""

    out: BinaryIO
    lines: int = 0
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)

    def write(self, text: str) -> int:
        """Write a text of whole lines; returns how long it is."""
        content = text.encode()
        self.out.write(content)
        self.digest.update(content)
        self.lines += text.count("\n")
        return len(text)

    @property
    def sha256(self) -> str:
        """The SHA-256 of what was written, in hexadecimal."""
        return self.digest.hexdigest()


@contextmanager
def writing_to(path: Path) -> Iterator[Writer]:
    """Give a writer of a new file; the folder it stands in should be one of ``new_folder``."""
    with path.open("wb") as out:
        yield Writer(out)
