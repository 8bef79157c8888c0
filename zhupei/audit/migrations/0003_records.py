from django.db import migrations

from zhupei.kernel.sql import append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_chain"), ("kernel", "0003_records")]
    operations = [append_only("audit_anchor")]
