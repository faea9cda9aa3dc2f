"""Who closed somebody's account, or opened it again, when and why."""

from django.db import migrations, models

from carehomes.access.tenancy import DataClass, protect


class Migration(migrations.Migration):
    dependencies = [("access", "0006_refused_addresses")]

    operations = [
        migrations.CreateModel(
            name="AccountStatus",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("user_id", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(choices=[("closed", "Closed"), ("opened", "Opened again")], max_length=10),
                ),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                ("by_name", models.CharField(max_length=150)),
            ],
        ),
        migrations.AddIndex(
            model_name="accountstatus",
            index=models.Index(fields=["user_id", "-at"], name="access_accountstatus_person"),
        ),
        protect("access_accountstatus", DataClass.PERSONAL, append_only=True, writes=[]),
    ]
