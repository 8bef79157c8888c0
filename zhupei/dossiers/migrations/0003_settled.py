from django.db import migrations

from zhupei.kernel.sql import settled


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_settlement"), ("dossiers", "0002_saves")]
    operations = [
        settled("dossiers_region", "dossiers_institution", "dossiers_major"),
    ]
