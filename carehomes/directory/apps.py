from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "carehomes.directory"
    label = "directory"

    def ready(self) -> None:
        from carehomes.directory import sources

        sources.register()
