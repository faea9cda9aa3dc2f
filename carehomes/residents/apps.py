from django.apps import AppConfig


class ResidentsConfig(AppConfig):
    name = "carehomes.residents"
    label = "residents"

    def ready(self) -> None:
        from carehomes.residents import home_panels, sources  # noqa: F401 - they register themselves

        sources.register()
