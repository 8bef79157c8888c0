from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_pending_roles")]
    operations = [
        migrations.AddField(
            model_name="user",
            name="session_serial",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="user",
            name="standing",
            field=models.CharField(
                "状态",
                choices=[("active", "正常"), ("frozen", "已冻结"), ("released", "已收回")],
                default="active",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="post",
            name="role",
            field=models.CharField(
                choices=[
                    ("province", "省级管理员"),
                    ("system", "系统管理员"),
                    ("security", "安全管理员"),
                    ("audit", "审计管理员"),
                    ("support", "技术支持"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="user",
            name="document_index",
            field=models.CharField(blank=True, editable=False, max_length=64, null=True),
        ),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(
                condition=models.Q(standing="released"), fields=["document_index"], name="accounts_number_released"
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                condition=~models.Q(standing="released"), fields=("document_index",), name="accounts_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(standing="active") | models.Q(is_active=False), name="accounts_only_active_log_in"
            ),
        ),
    ]
