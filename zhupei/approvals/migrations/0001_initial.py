import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import zhupei.audit.models
import zhupei.kernel.crypto.sealed
from zhupei.kernel.sql import append_only

# A motion is fixed the moment it is made: its state moves once, and key rotation may re-seal what is sealed.
FIXED = """
    CREATE FUNCTION approvals_only_the_state() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND OLD.state = 'open' AND to_jsonb(NEW) - 'state' = to_jsonb(OLD) - 'state' THEN
            RETURN NEW;
        END IF;
        IF TG_OP = 'UPDATE' AND current_setting('zhupei.reseal', true) = 'on'
           AND to_jsonb(NEW) - '{payload,reason}'::text[] = to_jsonb(OLD) - '{payload,reason}'::text[] THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'a motion stays as it was proposed: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
    END $$;
    CREATE TRIGGER approvals_motion_fixed BEFORE UPDATE OR DELETE ON approvals_motion
        FOR EACH ROW EXECUTE FUNCTION approvals_only_the_state();
    CREATE TRIGGER approvals_motion_no_truncate BEFORE TRUNCATE ON approvals_motion
        FOR EACH STATEMENT EXECUTE FUNCTION zhupei_append_only();
    CREATE FUNCTION approvals_two_persons() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.role = 'second'
           AND NEW.actor_id = (SELECT proposed_by_id FROM approvals_motion WHERE id = NEW.motion_id) THEN
            RAISE EXCEPTION 'nobody decides about his own motion' USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER approvals_decision_two_persons BEFORE INSERT ON approvals_decision
        FOR EACH ROW EXECUTE FUNCTION approvals_two_persons();
"""
FREE = """
    DROP TRIGGER approvals_decision_two_persons ON approvals_decision;
    DROP FUNCTION approvals_two_persons();
    DROP TRIGGER approvals_motion_no_truncate ON approvals_motion;
    DROP TRIGGER approvals_motion_fixed ON approvals_motion;
    DROP FUNCTION approvals_only_the_state();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("audit", "0002_chain"),
        ("kernel", "0001_clock"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Motion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("verb", models.CharField(max_length=40)),
                ("subject_type", models.CharField(max_length=40)),
                ("subject_id", models.CharField(max_length=40)),
                ("payload", zhupei.kernel.crypto.sealed.SealedField(blank=True, default="")),
                ("digest", models.CharField(max_length=64)),
                ("reason", zhupei.kernel.crypto.sealed.SealedField(blank=True, default="")),
                ("proposed_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "等待另一位确认"),
                            ("confirmed", "已确认执行"),
                            ("refused", "不同意"),
                            ("withdrawn", "已撤回"),
                            ("expired", "已过期"),
                            ("overtaken", "情况已变，已失效"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"verbose_name": "双人事项", "verbose_name_plural": "双人事项"},
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "motion",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="decision",
                        serialize=False,
                        to="approvals.motion",
                    ),
                ),
                ("verb", models.CharField(max_length=10)),
                ("role", models.CharField(max_length=10)),
                ("at", models.DateTimeField()),
                ("reason", zhupei.kernel.crypto.sealed.SealedField(blank=True, default="")),
                ("transaction_id", models.BigIntegerField(db_default=zhupei.audit.models.CurrentTransaction())),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.event"
                    ),
                ),
            ],
            options={"verbose_name": "双人事项的决定", "verbose_name_plural": "双人事项的决定"},
        ),
        migrations.AddIndex(
            model_name="motion",
            index=models.Index(fields=["subject_type", "subject_id"], name="approvals_subject"),
        ),
        migrations.AddIndex(
            model_name="motion",
            index=models.Index(condition=models.Q(state="open"), fields=["expires_at"], name="approvals_open"),
        ),
        migrations.AddConstraint(
            model_name="motion",
            constraint=models.UniqueConstraint(
                condition=models.Q(state="open"),
                fields=("verb", "subject_type", "subject_id"),
                name="approvals_one_open",
            ),
        ),
        migrations.RunSQL(FIXED, FREE),
        append_only("approvals_decision", sealed="reason"),
    ]
