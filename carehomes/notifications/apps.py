from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "carehomes.notifications"
    label = "notifications"

    def ready(self) -> None:
        import carehomes.celery
        import carehomes.notifications.handlers  # noqa: F401 - receivers register themselves
        from carehomes.directory.imports.background import run_waiting_imports
        from carehomes.notifications.digests import run_digests
        from carehomes.notifications.outbox import drain_outbox
        from carehomes.notifications.reminders import remind_of_endings
        from carehomes.notifications.ticks import register_tick

        register_tick("memberships that end", remind_of_endings)
        register_tick("daily e-mails", run_digests)
        register_tick("outbox", drain_outbox)
        register_tick("register imports", run_waiting_imports)
