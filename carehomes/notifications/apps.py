from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "carehomes.notifications"
    label = "notifications"

    def ready(self) -> None:
        import carehomes.celery  # noqa: F401, PLC0415 - the application to which every shared task belongs
        import carehomes.notifications.handlers  # noqa: F401, PLC0415 - receivers register themselves
        from carehomes.directory.imports.background import run_waiting_imports  # noqa: PLC0415 - models are ready only now
        from carehomes.notifications.digests import run_digests  # noqa: PLC0415
        from carehomes.notifications.outbox import drain_outbox  # noqa: PLC0415 - models are ready only now
        from carehomes.notifications.reminders import remind_of_endings  # noqa: PLC0415
        from carehomes.notifications.ticks import register_tick  # noqa: PLC0415

        register_tick("memberships that end", remind_of_endings)
        register_tick("daily e-mails", run_digests)
        register_tick("outbox", drain_outbox)
        register_tick("register imports", run_waiting_imports)
