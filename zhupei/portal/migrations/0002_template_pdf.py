from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]

    operations = [
        migrations.AddField("template", "pdf", models.BinaryField(editable=False, null=True)),
    ]
