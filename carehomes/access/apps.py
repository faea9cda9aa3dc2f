from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "carehomes.access"
    label = "access"
