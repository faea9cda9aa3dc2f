from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "carehomes.notifications"
    label = "notifications"

    def ready(self) -> None:
        import carehomes.celery  # noqa: F401, PLC0415 - the application to which every shared task belongs
        import carehomes.notifications.handlers  # noqa: F401, PLC0415 - receivers register themselves
        from carehomes.directory.imports.background import run_waiting_imports  # noqa: PLC0415 - models are ready only now
        from carehomes.notifications.outbox import drain_outbox  # noqa: PLC0415 - models are ready only now
        from carehomes.notifications.ticks import register_tick  # noqa: PLC0415

        register_tick("outbox", drain_outbox)
        register_tick("register imports", run_waiting_imports)
