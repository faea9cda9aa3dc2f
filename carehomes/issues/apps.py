from django.apps import AppConfig


class IssuesConfig(AppConfig):
    name = "carehomes.issues"
    label = "issues"

    def ready(self) -> None:
        from carehomes.issues import handlers, kinds, panels  # noqa: F401 - kinds and panels register themselves
        from carehomes.issues.actions.moving import find_owners
        from carehomes.issues.actions.reminding import remind_of_answers
        from carehomes.issues.actions.sweep import sweep
        from carehomes.notifications.ticks import register_tick

        handlers.connect()
        register_tick("escalation of late issues", sweep)
        register_tick("issues whose owner has left", find_owners)
        register_tick("answers of outside systems that are due", remind_of_answers)
