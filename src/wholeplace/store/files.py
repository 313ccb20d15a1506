"""Files that are written whole or not at all."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from wholeplace.kernel import Problem, Refused, Where

_CHUNK = 1 << 20


def read_text(path: Path, *, exactly: bool = False) -> str:
    """Return the text of a UTF-8 file; raises ``Refused`` where there is none.

    ``exactly`` keeps the line ends, and the mark that some programs begin a file with.
    """
    coding, newline = ("utf-8", "") if exactly else ("utf-8-sig", None)
    try:
        with path.open(encoding=coding, newline=newline) as stream:
            return stream.read()
    except FileNotFoundError:
        what, remedy = "there is no such file", "check the name and the folder"
    except IsADirectoryError:
        what, remedy = "this is a folder, not a file", "name a file in it"
    except UnicodeDecodeError as error:
        what, remedy = f"byte {error.start} is not UTF-8", "save the file as UTF-8"
    except OSError as error:
        what, remedy = f"it cannot be read: {error.strerror}", "check the file's permissions"
    raise Refused([Problem(Where(str(path)), what, remedy)])


def write_text(path: Path, text: str) -> None:
    """Write a file so that a reader finds the old text or the new one, never a part of it."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file of bytes, such as a picture, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)


def make_folder_of(path: Path) -> None:
    """Make the folder that a file is to stand in; raises ``Refused`` where that cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"its folder cannot be made: {error.strerror}"
        raise Refused([Problem(Where(str(path)), what, "name a file elsewhere")]) from None


def write_all(folder: Path, files: Mapping[str, str | bytes]) -> list[Path]:
    """Write files of text and of bytes, each by its name in a folder, and return their paths."""
    for name, content in files.items():
        write_bytes(folder / name, content.encode() if isinstance(content, str) else content)
    return [folder / name for name in files]


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """Return rows as the text of a CSV file with these columns."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def write_json(path: Path, value: object) -> None:
    """Write JSON with a fixed layout, so that the same value gives the same bytes."""
    write_text(path, json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True) + "\n")


@contextmanager
def passing_file(name: str) -> Iterator[Path]:
    """Give the place of a file that is gone afterwards."""
    with TemporaryDirectory(prefix="wholeplace-") as folder:
        yield Path(folder) / name


def parts_of(path: Path) -> Iterator[bytes]:
    """Yield a file of any size in parts."""
    with path.open("rb") as stream:
        while part := stream.read(_CHUNK):
            yield part


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    for part in parts_of(path):
        digest.update(part)
    return digest.hexdigest()


def sha256_of_text(*parts: str) -> str:
    """Return one SHA-256 over several texts, in hexadecimal."""
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()


@contextmanager
def new_folder(final: Path) -> Iterator[Path]:
    """Give an empty folder to fill; it takes the place of ``final`` only when all went well.

    What a killed run left behind is cleared first. Between the two renames at the end a crash
    leaves the earlier folder beside its name; ``recovered`` puts it back.
    """
    recovered(final)
    part = _beside(final, "part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        yield part
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    earlier = _beside(final, "earlier")
    if final.exists():
        final.rename(earlier)
    part.rename(final)
    shutil.rmtree(earlier, ignore_errors=True)


@contextmanager
def new_private_file(final: Path) -> Iterator[Path]:
    """Give an empty file that its owner alone may read; it gets its name when all went well."""
    part = _beside(final, "part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        yield part
        part.rename(final)
    finally:
        part.unlink(missing_ok=True)


def recovered(final: Path) -> Path:
    """Return ``final``, first putting back what a crash between two renames set beside it."""
    earlier = _beside(final, "earlier")
    if earlier.exists() and not final.exists():
        earlier.rename(final)
    return final


def _beside(final: Path, word: str) -> Path:
    return final.with_name(f".{final.name}.{word}")
