"""Pieces of SQL that migrations share."""

from django.db import migrations


def append_only(table: str, *, sealed: str = "") -> migrations.RunSQL:
    """The table refuses UPDATE, DELETE and TRUNCATE, whoever asks; key rotation may re-seal the column `sealed`."""
    argument = f"'{sealed}'" if sealed else ""
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION zhupei_append_only({argument});
        CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
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
