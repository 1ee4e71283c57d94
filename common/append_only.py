"""The trail can only grow: the database itself refuses to change or delete a line.

Row-level triggers only: TRUNCATE of a test database must keep working. On SQLite emptying a database is a DELETE, so
whoever empties a test database there takes the triggers off and puts them back (tests/conftest.py).
"""

SQLITE_ON = [
    """CREATE TRIGGER IF NOT EXISTS audit_no_update BEFORE UPDATE ON common_auditevent
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END""",
    """CREATE TRIGGER IF NOT EXISTS audit_no_delete BEFORE DELETE ON common_auditevent
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END""",
]
SQLITE_OFF = ["DROP TRIGGER IF EXISTS audit_no_update", "DROP TRIGGER IF EXISTS audit_no_delete"]

POSTGRESQL_ON = [
    """CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$""",
    """CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON common_auditevent
FOR EACH ROW EXECUTE FUNCTION audit_append_only()""",
]
POSTGRESQL_OFF = [
    "DROP TRIGGER IF EXISTS audit_append_only ON common_auditevent",
    "DROP FUNCTION IF EXISTS audit_append_only()",
]
ON = {"sqlite": SQLITE_ON, "postgresql": POSTGRESQL_ON}
OFF = {"sqlite": SQLITE_OFF, "postgresql": POSTGRESQL_OFF}
