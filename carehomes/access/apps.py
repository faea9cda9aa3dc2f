from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "carehomes.access"
    label = "access"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_removed  # noqa: PLC0415 - needs the models

        from carehomes.access import second_factor  # noqa: PLC0415

        authenticator_removed.connect(second_factor.forget)
