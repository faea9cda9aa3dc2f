"""What every environment shares. Everything that differs comes from environment variables (docs/operations.md)."""

import logging
from pathlib import Path
from typing import Any

import environ
import structlog
from csp.constants import NONCE, NONE, SELF
from kombu import Queue

from carehomes import logs
from carehomes.settings.addresses import broker_url

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parents[2]
DEBUG = False
DEMO = False  # the page of personas exists only where this is true; production refuses it
REFUSE_POWERFUL_LOGINS = False  # production asks the database at start whether its logins obey the policies
SERVICE_NAME = "Homeround"
SITE_ADDRESS = env("SITE_ADDRESS", default="http://127.0.0.1:8000")  # written into e-mails
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
ROOT_URLCONF = "carehomes.urls"
WSGI_APPLICATION = "carehomes.wsgi.application"

INSTALLED_APPS = [
    "carehomes.access",
    "carehomes.directory",
    "carehomes.residents",
    "carehomes.notifications",
    "carehomes.issues",
    "carehomes.deadlines",
    "carehomes.ui",
    "carehomes.embedded",
    "checkins",
    "reporting",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "django_structlog",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "carehomes.health.HealthMiddleware",  # before everything that needs a database
    "carehomes.logs.RequestLogMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "carehomes.access.middleware.SessionLimitsMiddleware",
    "carehomes.access.middleware.ScopeMiddleware",  # last: opens the transaction in which the view runs
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "environment": "carehomes.ui.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "carehomes.access.context.shell",
                "carehomes.access.opened_for.form_inputs",
            ],
        },
    },
    {  # django-allauth's own e-mail texts, where we have none
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]


# After how many times on a connection a statement of carehomes.access.planned is planned for good; "never" for a pooler that cannot.
_PLAN_ONCE_AFTER = env.str("DATABASE_PLAN_ONCE_AFTER", "2")
PLAN_ONCE_AFTER = None if _PLAN_ONCE_AFTER == "never" else int(_PLAN_ONCE_AFTER)


def _database(variable: str) -> dict[str, Any]:
    """One login's connection. Each login may do different things (docs/architecture.md, Tenancy)."""
    address = env.db_url(variable, engine="django.db.backends.postgresql")
    return {
        **address,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,  # a transaction pooler may stand in between
        "OPTIONS": {
            **address.get("OPTIONS", {}),
            "connect_timeout": 5,
            "application_name": "homeround",
            "prepare_threshold": PLAN_ONCE_AFTER,
        },
    }


DATABASES = {
    "default": _database("DATABASE_URL"),  # homeround_app: web and workers
    "owner": _database("DATABASE_OWNER_URL"),  # migrations
    "national": _database("DATABASE_NATIONAL_URL"),  # readers of all England: numbers, read-only
    "system": _database("DATABASE_SYSTEM_URL"),  # the scheduler's work across tenants
}
TABLES_OWNER = "owner"  # whose login migrates
DATABASE_ROUTERS = ["carehomes.access.scopes.ScopeRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "carehomes.ui.forms.renderer.ComponentRenderer"  # django-allauth's forms get our look

REDIS_URL = env("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "carehomes.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
        "KEY_PREFIX": "homeround",
    }
}

# Celery only nudges; what must happen is a row (docs/architecture.md, Background). Hence no results, late acknowledgement, short limits.
CELERY_BROKER_URL = broker_url(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "unacked_restore_throttle": 1,
}
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_CREATE_MISSING_QUEUES = False
CELERY_TASK_QUEUES = [Queue(name) for name in ("default", "mail", "tick", "imports")]  # a worker serves all of them
CELERY_TASK_ROUTES = {  # every task is named here: a guard test asks
    "carehomes.notifications.tasks.tick": {"queue": "tick"},
    "carehomes.notifications.tasks.drain": {"queue": "mail"},
    "carehomes.directory.tasks.*": {"queue": "imports"},
}
CELERY_TIMEZONE = "Europe/London"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
TICK_SECONDS = 60  # how often the tick runs; ready is false when the last one is three periods old

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["carehomes.access.backends.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"

# Sign-in: by e-mail; invitations, never open sign-up.
ACCOUNT_ADAPTER = "carehomes.access.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation already proves the address
_FORMS = "carehomes.access.account_forms"
ACCOUNT_FORMS = {
    "login": f"{_FORMS}.SignInForm",
    "reauthenticate": f"{_FORMS}.ReauthenticateForm",
    "change_password": f"{_FORMS}.ChangePasswordForm",
    "set_password": f"{_FORMS}.SetPasswordForm",
    "reset_password": f"{_FORMS}.ResetPasswordForm",
    "reset_password_from_key": f"{_FORMS}.NewPasswordForm",
}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody gets an e-mail who has no account
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# A hospital or a council sits behind one address, and signs in at nine: an account's own limit is the strict one. Wrong passwords of an
# address may come in a wave, but not for long; else somebody could try one password on everybody.
SIGN_INS_PER_ADDRESS = env.int("SIGN_INS_PER_ADDRESS", default=300)  # a minute
ACCOUNT_RATE_LIMITS = {
    "login": f"{SIGN_INS_PER_ADDRESS}/m/ip",
    "login_failed": f"{SIGN_INS_PER_ADDRESS // 5}/m/ip,{SIGN_INS_PER_ADDRESS * 2}/h/ip,5/300s/key",
    "reset_password": f"{SIGN_INS_PER_ADDRESS // 5}/m/ip,5/m/key",
    "reset_password_from_key": f"{SIGN_INS_PER_ADDRESS // 5}/m/ip",
}
LOOK_UPS_BY_NHS_NUMBER = (20, 60)  # how many, in how many seconds, by one person
MFA_ADAPTER = "carehomes.access.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = SERVICE_NAME
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "authenticate": f"{_FORMS}.CodeForm",
    "reauthenticate": f"{_FORMS}.CodeAgainForm",
    "activate_totp": f"{_FORMS}.ActivateAppForm",
    "add_webauthn": f"{_FORMS}.AddKeyForm",
    "edit_webauthn": f"{_FORMS}.RenameKeyForm",
}
SOCIALACCOUNT_ADAPTER = "carehomes.access.adapters.SocialAccountAdapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
OPENID_CONNECT_APPS: list[dict[str, Any]] = env.json("OPENID_CONNECT_APPS", default=[])
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "openid_connect": {"APPS": OPENID_CONNECT_APPS, "provider_class": "carehomes.access.views.provider.Provider"}
}
USERSESSIONS_TRACK_ACTIVITY = False

SESSION_ENGINE = "carehomes.access.sessions"
SESSION_IDLE_SECONDS = 15 * 60
SESSION_HARD_LIMIT_SECONDS = 12 * 3600
SESSION_COOKIE_AGE = 3 * 86400  # past the limits, so that a form left open overnight is given back to its person
SESSION_COOKIE_HTTPONLY = True
PERSON_COOKIE_NAME = "person"  # whose a form is that was sent after its session was gone (access.kept_forms)
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_USE_SESSIONS = False
CSRF_FAILURE_VIEW = "carehomes.access.errors.csrf_failure"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        # Sign-in with a provider is a form whose answer leads there, and browsers hold that answer to this list too.
        "form-action": [SELF, *("/".join(app["settings"]["server_url"].split("/")[:3]) for app in OPENID_CONNECT_APPS)],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="smtp://127.0.0.1:1025")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Homeround <no-reply@homeround.example>")
BOUNCE_ADDRESS = env("BOUNCE_ADDRESS", default="")  # where servers send their refusals; empty: the sender's address
BOUNCE_MAILBOX = env("BOUNCE_MAILBOX", default="")  # where `manage.py read_bounces` finds them

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "collected"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("nhsuk", BASE_DIR / "build" / "nhsuk"),
    ("vendor", BASE_DIR / "build" / "vendor"),
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
IMPORT_MAX_BYTES = 64 * 1024 * 1024  # a register file beyond this is refused
STATE_DIR = Path(
    env("HOMEROUND_UPLOADS", default=str(BASE_DIR / ".state" / "uploads"))
)  # register files waiting for confirmation

# Erasure (docs/operations.md). Eight years after the end of care: Records Management Code of Practice, adult social care records; each
# service confirms it. A legal hold is the reason, such as a public inquiry, for which nothing may be erased until it is lifted.
RETENTION_YEARS_RESIDENT = env.int("RETENTION_YEARS_RESIDENT", default=8)
LEGAL_HOLD = env("LEGAL_HOLD", default="")

# History is written by triggers; the context (who, on behalf of whom, request) is set with the scope.
PGHISTORY_INSTALL_CONTEXT_FUNC_ON_MIGRATE = False

# Logs carry ids, never names: a field that is not named here is dropped.
LOG_FIELDS = frozenset(
    """
    event level timestamp logger request_id user_id membership_id organisation_id home_id resident_id check_in_id
    code request method path status duration_ms task task_id queue reason count kind error exc_type where
    """.split()
)
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG  # one line a request, when it has ended
logs.configure(LOG_FIELDS)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": structlog.processors.JSONRenderer(),
            "foreign_pre_chain": logs.shared_processors(LOG_FIELDS),
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {"django.server": {"handlers": ["console"], "level": "INFO", "propagate": False}},
}
