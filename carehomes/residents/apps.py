from django.apps import AppConfig


class ResidentsConfig(AppConfig):
    name = "carehomes.residents"
    label = "residents"
