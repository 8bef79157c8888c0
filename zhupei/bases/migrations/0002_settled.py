from django.db import migrations

from zhupei.kernel.sql import settled


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_settlement"), ("bases", "0001_initial")]
    operations = [
        settled("bases_specialty", "bases_base"),
    ]
