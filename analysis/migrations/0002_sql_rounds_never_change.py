"""A frozen round is never changed: the database itself refuses it. Removing a whole case, in time, stays possible.

Must stay after any migration that rebuilds the table analysis_round on SQLite: that would take the trigger away.
"""

from django.db import migrations

ON = {
    "sqlite": [
        """CREATE TRIGGER IF NOT EXISTS round_no_update BEFORE UPDATE ON analysis_round
BEGIN SELECT RAISE(ABORT, 'a frozen round never changes'); END"""
    ],
    "postgresql": [
        """CREATE OR REPLACE FUNCTION analysis_round_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a frozen round never changes' USING ERRCODE = 'integrity_constraint_violation';
END $$""",
        """CREATE TRIGGER round_no_update BEFORE UPDATE ON analysis_round
FOR EACH ROW EXECUTE FUNCTION analysis_round_frozen()""",
    ],
}
OFF = {
    "sqlite": ["DROP TRIGGER IF EXISTS round_no_update"],
    "postgresql": [
        "DROP TRIGGER IF EXISTS round_no_update ON analysis_round",
        "DROP FUNCTION IF EXISTS analysis_round_frozen()",
    ],
}


def on(apps, schema_editor):
    for statement in ON[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def off(apps, schema_editor):
    for statement in OFF[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("analysis", "0001_initial")]
    operations = [migrations.RunPython(on, off)]
