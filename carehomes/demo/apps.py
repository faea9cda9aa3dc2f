from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Invented areas for the demonstration, tests and benchmarks. Not installed in production."""

    name = "carehomes.demo"
    label = "demo"
