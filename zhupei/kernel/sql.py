"""Pieces of SQL that migrations share."""

from django.db import migrations


def append_only(table: str, *, sealed: str = "", changes: str = "", once: str = "") -> migrations.RunSQL:
    """The table refuses DELETE, TRUNCATE and UPDATE, whoever asks: what it holds is evidence.

    Each of the others is a list of columns, separated by commas. `sealed`: key rotation may re-seal them. `changes`:
    they may change, the row around them may not. `once`: they are empty at first and are filled a single time. May be
    said again in a later migration, when such a column is added.
    """
    return migrations.RunSQL(
        f"""
        CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION zhupei_append_only('{sealed}', '{changes}', '{once}');
        CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION zhupei_append_only();
        """,
        f"""
        DROP TRIGGER {table}_append_only ON {table};
        DROP TRIGGER {table}_no_truncate ON {table};
        """,
    )


def settled(*tables: str) -> migrations.RunSQL:
    """A change of these tables makes every process read them anew (`kernel.settled`)."""
    return migrations.RunSQL(
        "".join(
            f"CREATE TRIGGER {table}_settled AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION zhupei_settle();\n"
            for table in tables
        ),
        "".join(f"DROP TRIGGER {table}_settled ON {table};\n" for table in tables),
    )
