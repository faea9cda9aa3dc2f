from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Invented areas for the demonstration, tests and benchmarks. Not installed in production."""

    name = "carehomes.demo"
    label = "demo"

    def ready(self) -> None:
        from carehomes.demo import waits  # noqa: F401, PLC0415 - registers what cards say; the models are ready only now
