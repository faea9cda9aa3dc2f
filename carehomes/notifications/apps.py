from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "carehomes.notifications"
    label = "notifications"

    def ready(self) -> None:
        from carehomes.notifications.outbox import drain_outbox  # noqa: PLC0415 - models are ready only now
        from carehomes.notifications.ticks import register_tick  # noqa: PLC0415

        register_tick("outbox", drain_outbox)
