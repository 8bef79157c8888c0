from django.conf import settings
from django.db import migrations, models

from zhupei.kernel.sql import append_only


class Migration(migrations.Migration):
    dependencies = [("accounts", "0010_standing"), ("kernel", "0003_records")]
    operations = [
        migrations.AlterField(
            model_name="consent",
            name="user",
            field=models.ForeignKey(
                on_delete=models.PROTECT, related_name="consents", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AlterField(
            model_name="loginrecord",
            name="user",
            field=models.ForeignKey(
                null=True, on_delete=models.PROTECT, related_name="logins", to=settings.AUTH_USER_MODEL
            ),
        ),
        append_only("accounts_reveal"),
        append_only("accounts_loginrecord"),
        append_only("accounts_consent"),
        append_only("accounts_consenttext"),
        # The telephone follows its holder's (migration 0009).
        append_only(
            "accounts_post", changes="phone_index", once="confirmed_by_id,confirmed_at,ended_by_id,ended_at,refusal"
        ),
        append_only("accounts_invitation", sealed="phone", changes="expires_at,proved_at", once="user_id,accepted_at"),
    ]
