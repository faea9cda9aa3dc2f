from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "carehomes.directory"
    label = "directory"

    def ready(self) -> None:
        from carehomes.directory import sources  # noqa: PLC0415 - models can be imported only now

        sources.register()
