from django.db import migrations

from zhupei.kernel.sql import append_only

TABLES = ("version", "preference", "versiondocument", "review", "reviewitem", "transition", "onsitecheck", "refusedattempt")


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_initial"), ("kernel", "0001_clock")]
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE applications_number_seq;", "DROP SEQUENCE applications_number_seq;"
        ),
        *[append_only(f"applications_{table}") for table in TABLES if table != "version"],
        append_only("applications_version", sealed="snapshot"),
    ]
