"""`manage.py showmigrations` as the owner of the tables: nobody else may read which migrations have run."""

from django.core.management.commands import showmigrations

from carehomes.access.as_owner import AsOwner


class Command(AsOwner, showmigrations.Command):
    pass
