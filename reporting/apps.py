from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"

    def ready(self) -> None:
        from carehomes.health import watch
        from carehomes.notifications.ticks import register_tick
        from reporting import actions

        register_tick(actions.REASON, actions.keep_counts)
        register_tick(actions.COMPARED, actions.compare_counts)
        watch("kept counts", actions.kept_counts_agree)
