"""`manage.py load_demo`: the demo area, once. A second run says so and changes nothing."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from carehomes.access.models import Organisation
from carehomes.access.scopes import system_scope
from carehomes.deadlines import london_today
from carehomes.demo.area import load_area
from carehomes.demo.registry import run_loaders
from carehomes.demo.residents import load_residents
from carehomes.notifications.ticks import run_ticks


class Command(BaseCommand):
    help = "Fills an empty database with the demo area: organisations, 28 homes, their people and residents, 20 weeks."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo area is only for a demonstration: settings.DEMO is off.")
        now = timezone.now()
        with system_scope("demo area"):
            if Organisation.objects.filter(name="Westmere PCN").exists():
                self.stdout.write("The demo area is there already.")
                return
            self.stdout.write("Filling the demo area ...")
            self.stdout.flush()
            area = load_area(london_today(now))
            load_residents(area)
            run_loaders(area, now)
        run_ticks(now)
        self.stdout.write(
            f"Demo area: {len(area.homes)} homes, {sum(map(len, area.residents.values()))} invented residents."
        )
