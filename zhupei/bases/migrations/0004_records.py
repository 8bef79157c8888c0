from django.db import migrations

from zhupei.kernel.sql import append_only


class Migration(migrations.Migration):
    dependencies = [("bases", "0003_names_in_chinese"), ("kernel", "0003_records")]
    operations = [append_only("bases_membership", once="ended_at")]
