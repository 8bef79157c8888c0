from django.db import migrations

from zhupei.kernel.sql import settled


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_settlement"), ("accounts", "0004_code_of_the_present_phone")]
    operations = [
        settled("accounts_consenttext"),
    ]
