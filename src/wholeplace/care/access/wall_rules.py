"""What the second wall shows of each table, in the words of PostgreSQL.

Who asks stands in settings of the session: by what they hold (``wholeplace.holders``), when
(``wholeplace.moment``), and whom they named rightly (``wholeplace.known``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

HOLDERS, MOMENT, KNOWN = "wholeplace.holders", "wholeplace.moment", "wholeplace.known"
EVERYTHING, PRIVACY = "system", "role:privacy"
PERSON, _GLASS = "care_person", "care_glassbroken"
# They draw the wall, or hold no more than ids.
BEFORE_IT = frozenset({"care_legitimaterelationship", "care_auditevent"})

_HELD = f"string_to_array(current_setting('{HOLDERS}', true), ',')"
_ALL = f"current_setting('{HOLDERS}', true) = '{EVERYTHING}'"
_AT = f"nullif(current_setting('{MOMENT}', true), '')::timestamptz"
_FACTS = f"nullif(current_setting('{KNOWN}', true), '')"
_IS_PRIVACY = f"'{PRIVACY}' = ANY ({_HELD})"
_WROTE_IT = f"'user:' || created_by_id = ANY ({_HELD})"


def policies(tables: Iterable[str]) -> Mapping[str, str]:
    """Return what each of the tables with a ``person_id`` shows, and what those without do."""
    found = {table: _record(table) for table in sorted(set(tables) - BEFORE_IT)}
    return found | {PERSON: _person(), _GLASS: _glass(), **_asked_for()}


def _may_see(person: str) -> str:
    return f"""EXISTS (
  SELECT 1 FROM care_legitimaterelationship r
  WHERE r.person_id = {person} AND r.holder = ANY ({_HELD})
    AND r.starts <= {_AT} AND (r.ends IS NULL OR r.ends >= {_AT}))"""  # noqa: S608 - our words


def _person() -> str:
    # In the order of how often each lets somebody through.
    return f"""
{_ALL}
OR {_may_see("care_person.id")}
OR nhs_number || '|' || to_char(birth_date, 'YYYY-MM-DD') = {_FACTS}
OR search_name || '|' || to_char(birth_date, 'YYYY-MM-DD') = {_FACTS}
OR id IN (SELECT wholeplace_asked_for())
"""


def _record(table: str) -> str:
    # As of the person; who is known by two facts is looked up only where such facts were given.
    return f"""
{_ALL} OR person_id IS NULL
OR {_may_see(f"{table}.person_id")}
OR person_id IN (SELECT wholeplace_asked_for())
OR ({_FACTS} IS NOT NULL AND wholeplace_sees(person_id))
"""


def _glass() -> str:
    return f"{_ALL} OR 'user:' || user_id = ANY ({_HELD}) OR {_IS_PRIVACY}"


def _asked_for() -> Mapping[str, str]:
    # A note shows a service for whom it asks before it is accepted, a package who waits for it.
    # What they are held by is asked of them, never of the person: that would go round in a ring.
    note = f"""'team:' || from_team_id = ANY ({_HELD}) OR service_id IN (
  SELECT s.slug FROM care_service s WHERE 'team:' || s.team_id = ANY ({_HELD}))"""  # noqa: S608
    package = f"'team:' || team_id = ANY ({_HELD})"
    return {
        table: f"{_ALL} OR {_may_see(f'{table}.person_id')} OR {_WROTE_IT} OR {has}"
        for table, has in {"care_referral": note, "care_package": package}.items()
    }


# What every policy asks is in functions: a function keeps its plan for as long as a connection
# lasts. Written out in the policies it was planned anew in each query, which took longer than to
# answer it.
FUNCTIONS = {
    "wholeplace_sees(uuid)": """
CREATE OR REPLACE FUNCTION wholeplace_sees(who uuid) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000 SET search_path FROM CURRENT AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM care_person p WHERE p.id = who);
END $$""",
    "wholeplace_asked_for()": f"""
CREATE OR REPLACE FUNCTION wholeplace_asked_for() RETURNS SETOF uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
DECLARE
  teams uuid[] := ARRAY(
    SELECT split_part(held, ':', 2)::uuid FROM unnest({_HELD}) held WHERE held LIKE 'team:%');
BEGIN
  RETURN QUERY SELECT f.person_id FROM care_referral f WHERE f.from_team_id = ANY (teams)
    OR f.service_id IN (SELECT s.slug FROM care_service s WHERE s.team_id = ANY (teams));
  RETURN QUERY SELECT f.person_id FROM care_package f WHERE f.team_id = ANY (teams);
  IF {_IS_PRIVACY} THEN
    RETURN QUERY SELECT r.person_id FROM care_glassbroken g
      JOIN care_legitimaterelationship r ON r.id = g.relationship_id;
  END IF;
END $$""",  # noqa: S608 - our words
}
"""The functions that the policies call, by their name and what they are given."""
