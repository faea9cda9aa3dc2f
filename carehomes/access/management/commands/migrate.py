"""`manage.py migrate` as the owner of the tables, without having to say so."""

from django.core.management.commands import migrate

from carehomes.access.as_owner import AsOwner


class Command(AsOwner, migrate.Command):
    pass
