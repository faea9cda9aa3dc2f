from django.apps import AppConfig, apps


class CheckinsConfig(AppConfig):
    name = "checkins"

    def ready(self) -> None:
        from carehomes.notifications.ticks import register_tick
        from checkins import (  # noqa: F401
            digests,
            handlers,
            home_told,
            mentions,
            panels,
            resident_panels,
            round_panels,
            signpost_panels,
        )
        from checkins.actions.escalating import escalate
        from checkins.actions.unreached import raise_unreached
        from checkins.actions.weeks import tick

        panels.register()
        round_panels.register()
        handlers.connect()
        home_told.register()
        digests.register()
        register_tick("weekly check-ins", tick)
        register_tick("same-day concerns that nobody has acknowledged", escalate)
        register_tick("homes that do not answer", raise_unreached)
        if apps.is_installed("carehomes.demo"):
            from checkins import demo, personas, resident_demo, round_demo, signpost_demo  # noqa: F401 - they register what they add to the demonstration
