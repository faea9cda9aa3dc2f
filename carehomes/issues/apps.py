from django.apps import AppConfig


class IssuesConfig(AppConfig):
    name = "carehomes.issues"
    label = "issues"
