from django.db import migrations

from zhupei.kernel.sql import settled


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_settlement"), ("cycles", "0001_initial")]
    operations = [
        settled(
            "cycles_cycle",
            "cycles_round",
            "cycles_stage",
            "cycles_personcategory",
            "cycles_documentdemand",
            "cycles_majorrule",
            "cycles_planline",
        ),
    ]
