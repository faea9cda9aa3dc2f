"""The demo and development: embedded services, the page of personas, the component gallery."""

from carehomes.settings.base import *  # noqa: F403 - settings modules extend the base
from carehomes.settings.base import INSTALLED_APPS, STATIC_ROOT, env

INSTALLED_APPS += ["carehomes.demo"]

SECRET_KEY = "only for the demo on this machine"
DEBUG = env.bool("DEBUG", default=False)
DEMO = True
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
EMAIL_BACKEND = env("EMAIL_BACKEND", default="django.core.mail.backends.console.EmailBackend")
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise wants the folder; finders serve the files
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # http://localhost
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
