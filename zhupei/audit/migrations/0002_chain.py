from django.db import migrations

from zhupei.kernel.sql import append_only

CHAIN = """
CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    head record;
    place bigint;
    before text;
BEGIN
    -- One at a time, and only for the moment of the commit: the trigger is deferred.
    PERFORM pg_advisory_xact_lock(31344, 1);
    SELECT sequence, hash INTO head FROM audit_link ORDER BY sequence DESC LIMIT 1;
    place := coalesce(head.sequence, 0) + 1;
    before := coalesce(head.hash, repeat('0', 64));
    INSERT INTO audit_link (sequence, event_id, previous, hash) VALUES (place, NEW.id, before,
        encode(sha256(convert_to(concat_ws(chr(31),
            place, before, NEW.id,
            to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
            to_char(NEW.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
            NEW.actor_id, NEW.actor_role, NEW.verb, NEW.object_type, NEW.object_id, NEW.detail, NEW.transaction_id
        ), 'UTF8')), 'hex'));
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER audit_event_chain AFTER INSERT ON audit_event
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_chain();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("kernel", "0001_clock")]
    operations = [
        migrations.RunSQL(CHAIN, "DROP TRIGGER audit_event_chain ON audit_event; DROP FUNCTION audit_chain();"),
        append_only("audit_event"),
        append_only("audit_link"),
    ]
