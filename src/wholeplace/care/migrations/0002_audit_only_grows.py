"""The audit only grows: the database itself refuses to change or remove a row."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

FIRST = "0" * 64

SQLITE = """
CREATE TRIGGER care_audit_no_{what} BEFORE {what} ON care_auditevent
BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;
"""
POSTGRESQL = """
CREATE FUNCTION care_audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit is only added to'; END $$;
CREATE TRIGGER care_audit_no_change BEFORE UPDATE OR DELETE ON care_auditevent
FOR EACH ROW EXECUTE FUNCTION care_audit_only_grows();
CREATE TRIGGER care_audit_no_truncate BEFORE TRUNCATE ON care_auditevent
FOR EACH STATEMENT EXECUTE FUNCTION care_audit_only_grows();
"""


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Begin the chain, and let nothing but additions through."""
    apps.get_model("care", "AuditHead").objects.create(pk=1, rows=0, hash=FIRST)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
        return
    for what in ("UPDATE", "DELETE"):
        schema_editor.execute(SQLITE.format(what=what))


class Migration(migrations.Migration):
    """Guard the audit."""

    dependencies: ClassVar = [("care", "0001_records")]
    operations: ClassVar = [migrations.RunPython(guard, elidable=False)]
