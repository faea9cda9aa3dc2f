from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Invented areas for the demonstration, tests and benchmarks. Not installed in production."""

    name = "carehomes.demo"
    label = "demo"

    def ready(self) -> None:
        from carehomes.demo import issues, waits  # noqa: F401 - they register themselves; the models are ready only now
