"""The search index. On SQLite a later migration that rebuilds signals_signal drops the triggers: run `install` again
there (tests/signals/test_search.py fails otherwise)."""

from django.db import migrations

SQLITE = (
    """CREATE VIRTUAL TABLE signals_search USING fts5(
        what, place, content='signals_signal', content_rowid='id',
        tokenize='unicode61 remove_diacritics 2', prefix='2 3 4 5')""",
    """CREATE TRIGGER signals_search_insert AFTER INSERT ON signals_signal BEGIN
        INSERT INTO signals_search (rowid, what, place) VALUES (new.id, new.what, new.place);
    END""",
    """CREATE TRIGGER signals_search_delete AFTER DELETE ON signals_signal BEGIN
        INSERT INTO signals_search (signals_search, rowid, what, place) VALUES ('delete', old.id, old.what, old.place);
    END""",
    """CREATE TRIGGER signals_search_update AFTER UPDATE OF what, place ON signals_signal BEGIN
        INSERT INTO signals_search (signals_search, rowid, what, place) VALUES ('delete', old.id, old.what, old.place);
        INSERT INTO signals_search (rowid, what, place) VALUES (new.id, new.what, new.place);
    END""",
    "INSERT INTO signals_search (signals_search) VALUES ('rebuild')",
)
POSTGRESQL = """
ALTER TABLE signals_signal ADD COLUMN words tsvector GENERATED ALWAYS AS (
    to_tsvector('dutch', translate(lower(what || ' ' || place), 'áàâäãåéèêëíìîïóòôöõúùûüçñýÿ', 'aaaaaaeeeeiiiiooooouuuucnyy'))
) STORED;
CREATE INDEX signals_search ON signals_signal USING gin (words) WITH (fastupdate = off);
"""


def install(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL)
            return
        _drop(cursor)
        for statement in SQLITE:
            cursor.execute(statement)


def _drop(cursor):
    for name in ("insert", "delete", "update"):
        cursor.execute(f"DROP TRIGGER IF EXISTS signals_search_{name}")
    cursor.execute("DROP TABLE IF EXISTS signals_search")


def remove(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE signals_signal DROP COLUMN words")
            return
        _drop(cursor)


class Migration(migrations.Migration):
    dependencies = [("signals", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
