"""Roles at bases begin pending."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F


def installed(apps, schema_editor):
    """Who works for a base already has been installed: confirmed when it was granted, by nobody."""
    apps.get_model("bases", "Membership").objects.update(confirmed_at=F("granted_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('bases', '0003_names_in_chinese'),
        ('accounts', '0009_pending_roles'),
    ]

    operations = [
        migrations.AddField(
            model_name='membership',
            name='confirmed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='membership',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='membership',
            name='ended_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='membership',
            name='refusal',
            field=models.CharField(blank=True, default='', max_length=200),
        ),
        migrations.RunPython(installed, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by', models.F('user')), _negated=True), name='bases_membership_not_confirmed_by_holder'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by', models.F('granted_by')), _negated=True), name='bases_membership_not_confirmed_by_inviter'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by', None), ('confirmed_at__isnull', False), _connector='OR'), name='bases_membership_confirmed_at_a_time'),
        ),
    ]
