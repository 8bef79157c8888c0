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
                -- Key rotation re-seals the columns named in the trigger and nothing else; digests keep the content honest.
                IF TG_OP = 'UPDATE' AND TG_NARGS > 0 AND current_setting('zhupei.reseal', true) = 'on'
                   AND to_jsonb(NEW) - TG_ARGV[0] = to_jsonb(OLD) - TG_ARGV[0] THEN
                    RETURN NEW;
                END IF;
                RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
            END $$;
            """,
            "DROP FUNCTION zhupei_append_only(); DROP FUNCTION zhupei_now();",
        ),
    ]
