"""Prints who one can be in the demonstration."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from carehomes.access import queries
from carehomes.access.personas import BY_EMAIL, PERSONAS, grouped
from carehomes.access.scopes import sign_in_scope


class Command(BaseCommand):
    help = "Lists the people of the demonstration. There are none in production."

    def handle(self, *_: Any, **__: Any) -> None:
        if not settings.DEMO:
            raise CommandError("There are no personas outside the demonstration.")
        with sign_in_scope():
            people = queries.people_by_email(BY_EMAIL)
        self.stdout.write(self.style.MIGRATE_HEADING("Who you can be"))
        for heading, personas in grouped([each for each in PERSONAS if each.email in people]):
            self.stdout.write(f"\n{heading}")
            for persona in personas:
                self.stdout.write(f"  {persona.name:<18} {persona.email:<34} {persona.words}")
