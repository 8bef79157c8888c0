from django.db import migrations

BEFORE = """
CREATE OR REPLACE FUNCTION zhupei_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Key rotation re-seals the columns named in the trigger and nothing else; digests keep the content honest.
    IF TG_OP = 'UPDATE' AND TG_NARGS > 0 AND current_setting('zhupei.reseal', true) = 'on'
       AND to_jsonb(NEW) - TG_ARGV[0] = to_jsonb(OLD) - TG_ARGV[0] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
"""

AFTER = """
CREATE OR REPLACE FUNCTION zhupei_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    -- The trigger's arguments are lists of columns: what key rotation may re-seal, what may change at any time, what
    -- is empty at first and is filled once. All other columns stay as they were inserted.
    sealed text[] := string_to_array(coalesce(TG_ARGV[0], ''), ',');
    open text[] := string_to_array(coalesce(TG_ARGV[1], ''), ',');
    once text[] := string_to_array(coalesce(TG_ARGV[2], ''), ',');
    name text;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF current_setting('zhupei.reseal', true) = 'on' THEN
            open := open || sealed;
        END IF;
        FOREACH name IN ARRAY once LOOP
            IF coalesce(to_jsonb(OLD) ->> name, '') = '' THEN
                open := open || name;
            END IF;
        END LOOP;
        IF cardinality(open) > 0 AND to_jsonb(NEW) - open = to_jsonb(OLD) - open THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_settlement")]
    operations = [migrations.RunSQL(AFTER, BEFORE)]
