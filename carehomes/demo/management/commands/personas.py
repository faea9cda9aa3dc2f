"""`manage.py personas`: the invented people of the demo area, as `make demo` prints them."""

from typing import Any

from django.core.management.base import BaseCommand

from carehomes.access.personas import PERSONAS, grouped


class Command(BaseCommand):
    help = "Lists the invented people as whom one can sign in to the demo area."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print one line for each persona, under the headings of the page of personas."""
        width = max(len(persona.name) for persona in PERSONAS)
        for group, people in grouped(list(PERSONAS)):
            self.stdout.write(group.value)
            for persona in people:
                self.stdout.write(f"  {persona.name:<{width}}  {persona.words}")
