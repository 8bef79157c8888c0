from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0005_names_in_chinese")]
    operations = [
        migrations.AlterField(
            model_name="application",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "未提交"),
                    ("submitted", "待审核"),
                    ("returned", "已退回"),
                    ("given_up", "已放弃"),
                    ("approved", "审核通过"),
                    ("rejected", "审核不通过"),
                    ("voided", "已作废"),
                ],
                default="draft",
                max_length=10,
            ),
        ),
    ]
