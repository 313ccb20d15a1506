"""The pages of the care records in process, and an audit of a million rows.

20,000 people, of whom 5,400 are on the caseloads of 15 teams. ``python bench/care.py`` makes its
own database in a temporary folder, or where ``DATABASE_URL`` says. What is measured is the
processor's time, for these machines are shared.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

PEOPLE, TEAMS, FOLLOWED = 20_000, 15, 27
PAGE_LIMIT, AUDIT_LIMIT, ROWS, TIMES = 25.0, 30.0, 1_000_000, 30
OK, BATCH = 200, 20_000


def pages() -> Iterator[tuple[str, float, str, float, str]]:
    """Measure pages and the audit; each beside its limit."""
    with tempfile.TemporaryDirectory(prefix="wholeplace-care-") as folder:
        from wholeplace.web.start import Serving, prepare

        os.environ.setdefault("WHOLEPLACE_MODE", "demo")
        prepare(Serving(Path(folder), is_demo=True), 0)
        yield from _measured()


def _measured() -> Iterator[tuple[str, float, str, float, str]]:
    from django.test import Client

    from wholeplace.care.demo import make_demo_team
    from wholeplace.care.models import CaseloadEntry, User
    from wholeplace.store.clock import now

    began = time.process_time()
    make_demo_team(PEOPLE, now(), TEAMS, followed=FOLLOWED)
    yield "make 20,000 people and 15 teams", time.process_time() - began, "the limit", 60.0, "s"
    browser = Client(headers={"host": "localhost"})
    browser.force_login(User.objects.get(email="matron@demo.example"))
    mine = CaseloadEntry.objects.filter(team__slug="team-1")[0]
    person = f"/people/{mine.person_id}/"
    for name, path in (
        ("a caseload, 50 rows", "/caseload/"),
        ("a person", person),
        ("a person's timeline", f"{person}timeline/"),
        ("a person's plan", f"{person}plan/"),
        ("a person's contacts", f"{person}contacts/"),
        ("a person's assessments", f"{person}assessments/"),
        ("a place", f"/caseload/{mine.pk}/"),
        ("a team's tasks", "/tasks/?of=team"),
        ("a team's plans", "/plans/"),
        ("alerts", "/alerts/"),
        ("calls", "/calls/"),
        ("referrals", "/referrals/"),
        ("huddles", "/huddles/"),
        ("today, twelve lists in one", "/"),
    ):
        spent = _page(lambda path=path: browser.get(path).status_code)
        yield f"page: {name}", spent * 1000, "the limit", PAGE_LIMIT, "ms"
    yield f"verify {ROWS:,} rows of audit", _audit(), "the limit", AUDIT_LIMIT, "s"


def _page(ask: Callable[[], int]) -> float:
    if ask() != OK:
        raise SystemExit("the page does not answer")
    spent = []
    for _ in range(TIMES):
        began = time.process_time()
        ask()
        spent.append(time.process_time() - began)
    return median(spent)


def _audit() -> float:
    from wholeplace.care.actions.audit import _COLUMNS, seal, verify
    from wholeplace.care.models import AuditEvent, AuditHead

    head = AuditHead.objects.get(pk=1)
    before, rows = head.hash, []
    for number in range(head.rows + 1, ROWS + 1):
        row = AuditEvent(
            number=number, at="2019-06-03T09:30:00.000000+00:00", roles="matron",
            organisation="ZCOMM", verb="read", what="page:person", why="caseload",
            detail="{}", before=before,
        )  # fmt: skip
        row.hash = before = seal([getattr(row, name) for name in _COLUMNS[:-1]])
        rows.append(row)
        if len(rows) == BATCH:
            AuditEvent.objects.bulk_create(rows)
            rows = []
    AuditEvent.objects.bulk_create(rows)
    AuditHead.objects.filter(pk=1).update(rows=ROWS, hash=before)
    began = time.process_time()
    number, broken = verify()
    if broken or number != ROWS:
        raise SystemExit("the audit does not hold")
    return time.process_time() - began


if __name__ == "__main__":
    for what, value, _, limit, unit in pages():
        print(f"{what}: {value:.1f} {unit} (limit {limit:g})", flush=True)
