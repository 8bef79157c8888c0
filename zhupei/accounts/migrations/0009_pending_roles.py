"""Offices begin pending, and telephone and name of their holders are told apart."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F

from zhupei.kernel.crypto.index import blind_index
from zhupei.pure.identity import name_key, normalise_phone

THREE = ["system", "security", "audit"]


def installed(apps, schema_editor):
    """Who holds an office already has been installed: confirmed when it was granted, by nobody."""
    apps.get_model("accounts", "Post").objects.update(confirmed_at=F("granted_at"))


def tell_apart(apps, schema_editor):
    """Where one telephone or one name holds two of the three offices, the migration stops and says which accounts."""
    for invitation in apps.get_model("accounts", "Invitation").objects.all():
        invitation.phone_index = blind_index("phone", normalise_phone(invitation.phone.plain()))
        invitation.save(update_fields=["phone_index"])
    seen = {}
    for post in apps.get_model("accounts", "Post").objects.select_related("user").order_by("ended_at", "pk"):
        post.phone_index = post.user.phone_index
        post.name_index = blind_index("name", name_key(post.user.name))
        post.save(update_fields=["phone_index", "name_index"])
        if post.ended_at is None and post.role in THREE:
            for index in (post.phone_index, post.name_index):
                other = seen.setdefault(index, post.user.login_name)
                if other != post.user.login_name:
                    raise RuntimeError(
                        f"{other} and {post.user.login_name} have the same telephone or name and hold oversight offices: "
                        "let the security administrator end one of them, then migrate again"
                    )


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0008_limits_by_real_time'),
    ]

    operations = [
        migrations.AddField(
            model_name='invitation',
            name='phone_index',
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name='post',
            name='confirmed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='post',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='post',
            name='ended_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='post',
            name='name_index',
            field=models.CharField(blank=True, default='', editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='post',
            name='phone_index',
            field=models.CharField(editable=False, max_length=64, null=True),
        ),
        migrations.AddField(
            model_name='post',
            name='refusal',
            field=models.CharField(blank=True, default='', max_length=200),
        ),
        migrations.RunPython(installed, migrations.RunPython.noop),
        migrations.RunPython(tell_apart, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None), ('role__in', ['system', 'security', 'audit'])), fields=('phone_index',), name='accounts_one_oversight_phone'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None), ('role__in', ['system', 'security', 'audit'])), fields=('name_index',), name='accounts_one_oversight_name'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role__in', ['system', 'security', 'audit']), _negated=True), models.Q(('phone_index__isnull', False), models.Q(('name_index', ''), _negated=True)), _connector='OR'), name='accounts_oversight_is_told_apart'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by', models.F('user')), _negated=True), name='accounts_post_not_confirmed_by_holder'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by', models.F('granted_by')), _negated=True), name='accounts_post_not_confirmed_by_inviter'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by', None), ('confirmed_at__isnull', False), _connector='OR'), name='accounts_post_confirmed_at_a_time'),
        ),
        # A change of telephone reaches the offices of its owner whoever makes it, and is refused where it joins two.
        migrations.RunSQL(
            """
            ALTER TABLE accounts_user ADD CONSTRAINT accounts_user_with_phone UNIQUE (id, phone_index);
            ALTER TABLE accounts_post ADD CONSTRAINT accounts_post_phone_of_holder
                FOREIGN KEY (user_id, phone_index) REFERENCES accounts_user (id, phone_index) ON UPDATE CASCADE;
            """,
            """
            ALTER TABLE accounts_post DROP CONSTRAINT accounts_post_phone_of_holder;
            ALTER TABLE accounts_user DROP CONSTRAINT accounts_user_with_phone;
            """,
        ),
    ]
