"""What happens when the app is loaded: signals, checks, and the refusal to serve with a login that is too powerful."""

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate


class AccessConfig(AppConfig):
    name = "carehomes.access"
    label = "access"

    def ready(self) -> None:
        from allauth.account.signals import user_logged_in
        from allauth.mfa.signals import authenticator_added, authenticator_removed

        from carehomes.access import checks, history, second_factor

        post_migrate.connect(history.never_skipped, sender=self)
        authenticator_added.connect(second_factor.end_other_sessions)
        authenticator_removed.connect(second_factor.forget)
        user_logged_in.connect(second_factor.asked_elsewhere)
        if settings.REFUSE_POWERFUL_LOGINS:
            checks.refuse_powerful_logins()
