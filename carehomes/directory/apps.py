from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "carehomes.directory"
    label = "directory"
