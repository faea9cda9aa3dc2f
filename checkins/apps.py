from django.apps import AppConfig, apps


class CheckinsConfig(AppConfig):
    name = "checkins"

    def ready(self) -> None:
        from carehomes.notifications.ticks import register_tick
        from checkins import digests, handlers, home_told, mentions, panels  # noqa: F401 - some register themselves
        from checkins.actions.escalating import escalate
        from checkins.actions.following import follow_again
        from checkins.actions.unreached import raise_unreached
        from checkins.actions.weeks import tick

        panels.home.register()
        panels.rounds.register()
        handlers.connect()
        home_told.register()
        digests.register()
        register_tick("weekly check-ins", tick)
        register_tick("same-day concerns that nobody has acknowledged", escalate)
        register_tick("homes that do not answer", raise_unreached)
        register_tick("residents who moved while they waited", follow_again)
        if apps.is_installed("carehomes.demo"):
            from checkins import demo  # noqa: F401 - it registers what it adds to the demonstration
