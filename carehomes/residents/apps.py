from django.apps import AppConfig


class ResidentsConfig(AppConfig):
    name = "carehomes.residents"
    label = "residents"

    def ready(self) -> None:
        from carehomes.residents import home_panels, sources  # noqa: F401, PLC0415 - models can be imported only now

        sources.register()
