from django.db import migrations

from zhupei.kernel.sql import append_only


class Migration(migrations.Migration):
    dependencies = [("bases", "0004_pending_roles"), ("kernel", "0003_records")]
    operations = [append_only("bases_membership", once="confirmed_by_id,confirmed_at,ended_by_id,ended_at,refusal")]
