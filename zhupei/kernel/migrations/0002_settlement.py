from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_clock")]
    operations = [
        migrations.CreateModel(
            name="Settlement",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ("token", models.UUIDField(editable=False)),
            ],
            options={"constraints": [models.CheckConstraint(condition=models.Q(id=1), name="kernel_one_settlement")]},
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION zhupei_settle() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO kernel_settlement (id, token) VALUES (1, gen_random_uuid())
                    ON CONFLICT (id) DO UPDATE SET token = excluded.token;
                RETURN NULL;
            END $$;
            INSERT INTO kernel_settlement (id, token) VALUES (1, gen_random_uuid());
            """,
            "DROP FUNCTION zhupei_settle();",
        ),
    ]
