"""A published version of the rules is never changed: the database itself refuses it (R-B-054).

Must stay after any migration that rebuilds the table analysis_ruleversion on SQLite: that would take the trigger away.
"""

from django.db import migrations

KEPT = ("kind", "state", "name", "text", "note", "digest", "reason", "shipped", "published_at", "published_by_id")
SQLITE = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in KEPT)
POSTGRESQL = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in KEPT)
ON = {
    "sqlite": [
        f"""CREATE TRIGGER IF NOT EXISTS rules_no_update BEFORE UPDATE ON analysis_ruleversion
WHEN OLD.state = 'published' AND ({SQLITE})
BEGIN SELECT RAISE(ABORT, 'published rules never change'); END"""
    ],
    "postgresql": [
        """CREATE OR REPLACE FUNCTION analysis_rules_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'published rules never change' USING ERRCODE = 'integrity_constraint_violation';
END $$""",
        f"""CREATE TRIGGER rules_no_update BEFORE UPDATE ON analysis_ruleversion
FOR EACH ROW WHEN (OLD.state = 'published' AND ({POSTGRESQL}))
EXECUTE FUNCTION analysis_rules_published()""",
    ],
}
OFF = {
    "sqlite": ["DROP TRIGGER IF EXISTS rules_no_update"],
    "postgresql": [
        "DROP TRIGGER IF EXISTS rules_no_update ON analysis_ruleversion",
        "DROP FUNCTION IF EXISTS analysis_rules_published()",
    ],
}


def on(apps, schema_editor):
    for statement in ON[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def off(apps, schema_editor):
    for statement in OFF[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("analysis", "0004_team")]
    operations = [migrations.RunPython(on, off)]
