from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "carehomes.notifications"
    label = "notifications"
