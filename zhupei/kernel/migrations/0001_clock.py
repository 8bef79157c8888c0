from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="ClockSetting",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ("offset", models.DurationField(blank=True, null=True)),
                ("frozen_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={"constraints": [models.CheckConstraint(condition=models.Q(id=1), name="kernel_one_clock")]},
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION zhupei_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
                SELECT coalesce(
                    (SELECT coalesce(frozen_at, clock_timestamp() + "offset") FROM kernel_clocksetting),
                    clock_timestamp())
            $$;
            CREATE FUNCTION zhupei_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
            END $$;
            """,
            "DROP FUNCTION zhupei_append_only(); DROP FUNCTION zhupei_now();",
        ),
    ]
