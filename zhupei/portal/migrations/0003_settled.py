from django.db import migrations

from zhupei.kernel.sql import settled


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_settlement"), ("portal", "0002_template_pdf")]
    operations = [
        settled("portal_announcement", "portal_template", "portal_page", "portal_supportcontact"),
    ]
