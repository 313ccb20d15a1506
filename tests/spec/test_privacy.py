"""No identifier leaves the identity plane: not into the records, results, reports, or a message.

People whose numbers, names, postcodes and birth days are easy to find are taken through every
command, right and wrong, and then every byte outside the identity folder is searched.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from ibis import ir

from tests.workspaces import write_feed
from wholeplace.cli import main
from wholeplace.store.engine import Engine
from wholeplace.store.pseudonyms import Pseudonyms

# Numbers of the range for tests, but two: opt-outs are asked about for numbers that may be real.
NUMBERS = ("9990000018", "9990000026", "9990000034", "9990000042", "4000000004", "4000000012")
NAMES = ("Zebedeequux", "Quillfeather", "Oddjobson", "Vexworthy", "Hobnailer", "Umbragette")
BIRTHS = tuple(f"19{40 + i}-11-{23 + i}" for i in range(6))
LOCAL = "LOC7712345"
KEYS = tuple(f"nhs:{number}" for number in NUMBERS)
STRANGER = "cld:SC99887766"

SECRETS = (
    *NUMBERS,
    *NAMES,
    *BIRTHS,
    LOCAL,
    STRANGER,
    "SC99887766",
    "ZE17QX",
    "ZE1 7QX",
    "100098765432",
)


def _feed() -> dict[str, str]:
    everyone = [*KEYS, f"local:RXX:{LOCAL}"]
    ill = "\n".join(
        f"a{i} {who} acute APC 21 2019-0{i % 8 + 1}-05T10:00:00 1" for i, who in enumerate(everyone)
    )
    return {
        "person": "person_id sex birth_month\n"
        + "\n".join(f"{who} 2 19{40 + i}-11-01" for i, who in enumerate(KEYS)),
        "registration": "person_id practice_code start_date\n"
        + "\n".join(f"{who} ZP001 2000-01-01" for who in KEYS),
        "residence": f"person_id start_date lsoa_code\n{KEYS[0]} 2000-01-01 E01002345",
        "source_link": "source source_key person_id match_rule\n"
        f"acute local:RXX:{LOCAL} {KEYS[0]} number",
        "activity": "activity_id person_id source setting admission_method start_ts quantity\n"
        + ill,
        "diagnosis": "person_id activity_id position code_system code kind\n"
        f"{KEYS[1]} a1 1 ICD10 I500 primary",
        "procedure": f"person_id activity_id position code_system code\n{KEYS[1]} a1 1 OPCS4 X401",
        "measurement": "person_id activity_id measured_at position code_system code value_num\n"
        f"{KEYS[1]} a1 2019-05-01T10:00:00 1 LOCAL pam 3",
        "rx_item": "item_id person_id processed_month code_system code items\n"
        f"r1 {KEYS[2]} 2019-05-01 BNF X 1",
        "care_package": f"package_id person_id start_date\np1 {STRANGER} 2019-04-01",
        "referral": f"referral_id person_id received_at\nf1 {KEYS[3]} 2019-06-01T10:00:00",
        "cost": "cost_id person_id activity_id basis amount currency\n"
        + "\n".join(f"c{i} {who} a{i} tariff 100.00 GBP" for i, who in enumerate(everyone)),
    }


IDENTITY = (
    "source person_id nhs_number given_name family_name birth_date sex postcode uprn local_id"
    " local_id_issuer"
)


def _identities() -> list[list[str]]:
    rows = [
        [
            "pds",
            KEYS[i],
            NUMBERS[i],
            "Ann",
            NAMES[i],
            BIRTHS[i],
            "2",
            "ZE1 7QX",
            "100098765432",
            LOCAL,
            "RXX",
        ]
        for i in range(6)
    ]
    stranger = [
        "cld",
        STRANGER,
        "",
        "Ann",
        NAMES[5],
        BIRTHS[5],
        "2",
        "ZE1 7QX",
        "100098765432",
        "",
        "",
    ]
    twin = [
        "cld",
        "cld:TWIN",
        "",
        "Amy",
        NAMES[4],
        BIRTHS[4],
        "2",
        "ZE1 7QX",
        "100098765432",
        "",
        "",
    ]
    return [IDENTITY.split(), *rows, stranger, twin]


def _write(folder: Path, tables: Mapping[str, str], identities: Sequence[Sequence[str]]) -> Path:
    write_feed(folder, tables)
    with (folder / "identity.csv").open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows(identities)
    return folder


@dataclass(frozen=True)
class Taken:
    """A workspace that was taken through everything, and all that was said on the way."""

    root: Path
    said: str


COMMANDS = """
load W --from canonical FEED
load W --from canonical --name again FEED
load W --from canonical --name wrong WRONG
load W --from canonical --name wrong WRONG --json
load W --from canonical --name dates DATES
quality W
quality W --json
link W
link W --json
link review W
link review W --json
link decide W cld:TWIN KEY --different --by Kim --reason twins
link decide W nobody KEY --same --by Kim --reason none
link W
run W --json
optout status W
optout export W --output W/identity/ask.dat
optout export W --output W/reports/ask.dat
optout import W ANSWER
optout import W NONSENSE
optout status W --json
run W
report W
report W --json
inequality W --output W/reports/inequality
cohorts W --output W/reports/cohorts
cohorts W --json
explain W
explain W population.people
explain W --public actual.in_scope
export W --to W/reports/statement.xlsx
keys show W
keys show W --json
keys rotate W
explain W --public payments.thh
""".strip()


def _files(folder: Path) -> dict[str, Path]:
    feed = _feed()
    broken = feed | {
        # A key that stands twice, a sex that nobody has, a row without a key, a wrong date.
        "person": feed["person"]
        + f"\n{KEYS[0]} 1 1940-11-01\n{KEYS[1]} 7 1941-11-01\n- 2 1950-01-01",
        "registration": feed["registration"] + f"\n{KEYS[4]} ZP001 2000-02-31",
    }
    people = _identities()
    wrong_days = [[*row[:4], "23.11.1940x", *row[5:]] if i else row for i, row in enumerate(people)]
    (folder / "answer.dat").write_text("4000000004,\n", encoding="utf-8")
    (folder / "nonsense.dat").write_text(f"{NUMBERS[0]},\n{NAMES[0]},\n", encoding="utf-8")
    return {
        "FEED": _write(folder / "feed", feed, people),
        "WRONG": _write(folder / "wrong", broken, people),
        "DATES": _write(folder / "dates", feed, wrong_days),
        "ANSWER": folder / "answer.dat",
        "NONSENSE": folder / "nonsense.dat",
    }


def _take_through(folder: Path, commands: str = COMMANDS) -> Taken:
    root = folder / "W"
    words: dict[str, str] = {name: str(path) for name, path in _files(folder).items()}
    words |= {"KEY": KEYS[4], "W": str(root)}
    said = []
    for line in ["init W --place hillingdon-2019", *commands.splitlines()]:
        given = [words.get(word, word.replace("W/", f"{root}/")) for word in line.split()]
        done = CliRunner().invoke(main, given)
        assert done.exit_code in {0, 1}, (line, done.output, done.exception)
        assert done.exception is None or isinstance(done.exception, SystemExit), line
        shown = done.output
        for word in ("KEY", "FEED", "WRONG", "DATES", "ANSWER", "NONSENSE"):
            # What was typed may be repeated: the person who typed it knows it.
            shown = shown.replace(words[word], word) if word in line else shown
        said.append(f"$ {line}\n{shown}")
    return Taken(root, "\n".join(said))


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Taken:
    return _take_through(tmp_path_factory.mktemp("privacy"))


def _contents(root: Path) -> Iterator[tuple[str, str]]:
    """Yield what every file outside the identity folder says, as text, whatever its format."""
    for path in sorted(root.rglob("*")):
        if path.is_file() and "identity" not in path.relative_to(root).parts:
            name, content = str(path.relative_to(root)), path.read_bytes()
            yield name, content.decode("utf-8", errors="replace")
            if content[:2] == b"\x1f\x8b":
                yield name, gzip.decompress(content).decode("utf-8", errors="replace")
            if path.suffix == ".parquet":
                yield name, _cells(pq.read_table(path))
            if path.suffix == ".xlsx":
                yield name, _unzipped(path)


def _unzipped(path: Path) -> str:
    from zipfile import ZipFile

    with ZipFile(path) as archive:
        return "\n".join(
            archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
        )


def _cells(table: pa.Table) -> str:
    return "\n".join(str(value) for column in table.columns for value in column.to_pylist())


def found(taken: Taken) -> list[str]:
    """Return every place where an identifier stands that should stand nowhere."""
    places = [*_contents(taken.root), ("what was said", taken.said)]
    return [f"{secret} in {name}" for name, text in places for secret in SECRETS if secret in text]


def test_every_command_did_what_it_was_meant_to(taken: Taken) -> None:
    # A scan of nothing finds nothing: the commands that should work did, and the others did not.
    for told in (
        "loaded 42 rows of 'canonical'",
        "refused: ",
        "linked by",
        "pairs to review",
        "cld:TWIN and KEY are two people",
        "'nobody' names no key",
        "nobody has checked who opted out",
        "2 NHS numbers in",
        "NHS numbers must not be written here",
        "1 of 2 may be used",
        "this is not an NHS number",
        "is replaced by key",
        "report: ",
        "Cohorts on 2019-04-01",
    ):
        assert told in taken.said, (told, taken.said)
    assert (taken.root / "results" / "2019-20" / "register.parquet").is_file()
    assert (taken.root / "identity" / "linking" / "review.csv").is_file()


def test_no_identifier_is_stored_or_said_outside_the_identity_plane(taken: Taken) -> None:
    assert found(taken) == []


def test_the_search_would_find_each_of_them(taken: Taken) -> None:
    inside = b"".join(p.read_bytes() for p in (taken.root / "identity").rglob("*") if p.is_file())
    cells = "".join(
        _cells(pq.read_table(path)) for path in (taken.root / "identity").rglob("*.parquet")
    )
    known = inside.decode("utf-8", errors="replace") + cells
    missing = [secret for secret in SECRETS if secret not in known]
    assert missing == ["ZE17QX"]  # a form that nobody wrote


def test_the_identity_plane_is_for_its_owner_alone(taken: Taken) -> None:
    identity = taken.root / "identity"
    assert identity.stat().st_mode & 0o077 == 0
    assert (identity / "keys.json").stat().st_mode & 0o077 == 0


def test_only_who_may_be_used_is_in_the_register(taken: Taken) -> None:
    rows = pq.read_table(taken.root / "results" / "2019-20" / "register.parquet").to_pylist()
    # Six people; one of the two with a number that may be real has opted out.
    assert len(rows) == 5
    assert "left out from register.parquet" in taken.said


def test_without_pseudonyms_the_search_finds_people(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing(_: Pseudonyms, __: Engine, rows: ir.Table, ___: Sequence[str]) -> ir.Table:
        return rows

    monkeypatch.setattr(Pseudonyms, "inline", nothing)
    monkeypatch.setattr(Pseudonyms, "replace", nothing)
    places = found(_take_through(tmp_path, "load W --from canonical FEED"))
    assert any(place.startswith(f"{NUMBERS[0]} in data/") for place in places)
