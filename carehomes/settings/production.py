"""Production refuses to start half configured: see carehomes/access/checks.py for what it checks of the database."""

from django.core.exceptions import ImproperlyConfigured

from carehomes.settings.base import *  # noqa: F403 - settings modules extend the base
from carehomes.settings.base import DATABASES, SITE_ADDRESS, env

REFUSE_POWERFUL_LOGINS = True
SECRET_KEY = env("SECRET_KEY", default="")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY must be set to at least 50 random characters.")
if env.bool("DEBUG", default=False):
    raise ImproperlyConfigured("DEBUG must not be set in production.")
if env.bool("HOMEROUND_DEMO", default=False):
    raise ImproperlyConfigured("HOMEROUND_DEMO must not be set in production: it would open the page of personas.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts that this service answers to.")
if not SITE_ADDRESS.startswith("https://"):
    raise ImproperlyConfigured("SITE_ADDRESS must be the https address of this service.")

DATABASES.pop("owner", None) if not env("DATABASE_OWNER_URL", default="") else None
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS]
# Whose tries to sign in are counted: without it they are the proxy's, and everybody's together are too many.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=1)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
PERSON_COOKIE_NAME = "__Host-person"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
