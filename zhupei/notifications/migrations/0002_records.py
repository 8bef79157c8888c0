from django.db import migrations

from zhupei.kernel.sql import append_only


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial"), ("kernel", "0003_records")]
    operations = [
        append_only("notifications_notice", once="read_at"),
        append_only("notifications_delivery", sealed="phone", changes="body,state,tries", once="sent_at"),
    ]
