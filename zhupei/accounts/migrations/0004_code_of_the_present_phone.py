from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_one_account_per_number'),
    ]

    operations = [
        migrations.AlterField(
            model_name='verificationcode',
            name='purpose',
            field=models.CharField(choices=[('register', '账号注册'), ('reset', '找回密码'), ('submit', '提交报名'), ('withdraw', '取消报名'), ('give-up', '放弃报名'), ('change-phone', '更换手机号码'), ('leave-phone', '把账号换到另一个手机号')], max_length=20),
        ),
    ]
