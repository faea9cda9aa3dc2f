from django.apps import AppConfig
from django.core.checks import register

from carehomes.deadlines.checks import check_bank_holidays


class DeadlinesConfig(AppConfig):
    """Holds no models; it is an app so that its system checks run."""

    name = "carehomes.deadlines"
    label = "deadlines"
    verbose_name = "Deadlines"

    def ready(self) -> None:
        register(check_bank_holidays)
