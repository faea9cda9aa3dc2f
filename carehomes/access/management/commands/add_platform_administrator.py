"""Invites a platform administrator: the first one, who then invites everybody else (docs/operations.md)."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone

from carehomes.access import actions
from carehomes.access.refusals import RefusedError
from carehomes.deadlines import london_today
from carehomes.ui.formats import moment


class Command(BaseCommand):
    help = (
        "Sends somebody the invitation to administer the platform: create organisations, invite their administrators, bring in "
        "the registers. They choose a password and set up a second step themselves."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", required=True, help="their work address: the link goes there")
        parser.add_argument("--name", required=True, help="their full name")
        parser.add_argument(
            "--organisation",
            default=settings.SERVICE_NAME,
            help="the organisation that runs this service; made if there is none (default: %(default)s)",
        )
        parser.add_argument("--another", action="store_true", help="although there is one already")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Says what was made and where the e-mail goes; CommandError when it was refused."""
        name, organisation = options["name"].strip(), options["organisation"].strip()
        if not name or not organisation:
            raise CommandError("Give the full name of the person, and of the organisation if you name it.")
        try:
            validate_email(options["email"].strip())
            added = actions.add_platform_administrator(
                email=options["email"],
                name=name,
                organisation_name=organisation,
                another=options["another"],
                now=timezone.now(),
                today=london_today(),
            )
        except ValidationError as error:
            raise CommandError(f"{options['email']} is not an e-mail address.") from error
        except RefusedError as error:
            raise CommandError(f"{error.words}.") from error
        if added.new_organisation:
            self.stdout.write(f"Made the organisation {added.invitation.organisation.name}.")
        self.stdout.write(
            f"{added.invitation.name} is invited. The link goes to {added.invitation.email} with the next outgoing mail, and works "
            f"until {moment(added.invitation.expires_at)}."
        )
