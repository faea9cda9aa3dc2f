"""`manage.py sqlmigrate` as the owner of the tables: it, too, reads which migrations have run."""

from django.core.management.commands import sqlmigrate

from carehomes.access.as_owner import AsOwner


class Command(AsOwner, sqlmigrate.Command):
    pass
