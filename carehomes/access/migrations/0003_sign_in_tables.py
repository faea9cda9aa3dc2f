"""The tables of the libraries around sign-in: only the web login reads them, before anybody acts. What we do not use, nobody reads."""

from django.db import migrations

from carehomes.access.tenancy import DataClass, protect

SIGN_IN = (
    "django_session",
    "account_emailaddress",
    "account_emailconfirmation",
    "mfa_authenticator",
    "usersessions_usersession",
    "socialaccount_socialaccount",
    "socialaccount_socialapp",
    "socialaccount_socialtoken",
)
INTERNAL = ("auth_group", "auth_group_permissions", "auth_permission", "django_content_type", "pghistory_context")


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_row_security"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("sessions", "0001_initial"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
        ("usersessions", "0001_initial"),
    ]

    operations = [
        *(protect(table, DataClass.SIGN_IN) for table in SIGN_IN),
        *(protect(table, DataClass.INTERNAL) for table in INTERNAL),
    ]
