"""The one settings file. What differs per installation comes from the environment (docs/deployment.md lists it)."""

import os
import sys
from pathlib import Path
from urllib.parse import urlparse

import dj_database_url
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from pvk import env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = env.folder("PVK_VAR", BASE_DIR / "var")

# Where it runs
DEBUG = env.switch("PVK_DEBUG", False)
DEMO = env.switch("PVK_DEMO", False)
TRYING_OUT = DEBUG or DEMO or "PYTEST_VERSION" in os.environ
SECRET_KEY = env.text(
    "PVK_SECRET_KEY",
    env.own_secret(VAR_DIR / "secret-key.txt") if TRYING_OUT else None,
    hint="Make one with: python -c 'import secrets; print(secrets.token_urlsafe(50))'",
)
ALLOWED_HOSTS = env.words("PVK_HOSTS", "localhost,127.0.0.1,[::1]")
BASE_URL = env.text("PVK_URL", "http://127.0.0.1:8000").rstrip("/")
if urlparse(BASE_URL).scheme not in {"http", "https"}:
    raise ImproperlyConfigured("PVK_URL must be the site's full address, for example https://polarisatie.example.nl")
HTTPS = BASE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "crispy_forms",
    "csp",
    "django_filters",
    "django_htmx",
    "simple_history",
    "template_partials",
    "common",
    "organisation",
    "method",
    "signals",
    "cases",
    "workshops",
    "analysis",
    "plans",
    "evaluation",
    "pvk",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "common.lost.SignedIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "common.middleware.RequestOrigin",
    "common.middleware.InNoCache",
    "common.middleware.Refusals",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "pvk.urls"
WSGI_APPLICATION = "pvk.wsgi.application"
ASGI_APPLICATION = "pvk.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "organisation.context.organisation",
                "pvk.navigation.navigation",
            ],
            "builtins": ["template_partials.templatetags.partials", "common.templatetags.pvk"],
        },
    }
]
FORM_RENDERER = "common.forms.Renderer"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["nlds"]
CRISPY_TEMPLATE_PACK = "nlds"

# Data. IMMEDIATE makes SQLite wait for its turn instead of failing. SQLite's connections stay with their thread
# (pvk/asgi.py keeps a few threads); PostgreSQL brings its own pool.
DATABASES = {"default": dj_database_url.parse(env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'pvk.sqlite3'}"))}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
    DATABASES["default"]["CONN_MAX_AGE"] = 600  # opening one costs as much as a page
    # A file, as in use: in memory a reader in one thread makes a writer in another fail at once instead of wait.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
elif DATABASES["default"]["ENGINE"].endswith("postgresql"):
    DATABASES["default"]["OPTIONS"] = {
        "pool": {"min_size": 1, "max_size": env.number("PVK_DATABASE_POOL", 8), "timeout": 10}
    }
else:
    raise ImproperlyConfigured("DATABASE_URL must start with sqlite:/// or postgres://")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People
AUTH_USER_MODEL = "organisation.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
CSRF_FAILURE_VIEW = "common.lost.csrf_failure"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "organisation/locked_out.html"
AXES_USERNAME_FORM_FIELD = "username"
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True
SESSION_COOKIE_AGE = env.number("PVK_SESSION_HOURS", 9) * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# Headers
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^gezond/"]
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# Language and time
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands")]
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True

# Files. Style sheets and fonts come from npm and are copied to var/vendor by script/setup.
STATIC_URL = "static/"
STATIC_ROOT = env.folder("PVK_STATIC", VAR_DIR / "static")
VENDOR_DIR = VAR_DIR / "vendor"
STATICFILES_DIRS = [BASE_DIR / "static", ("vendor", env.folder("PVK_VENDOR", VENDOR_DIR))]
COLLECTED = (STATIC_ROOT / "staticfiles.json").exists() and "PYTEST_VERSION" not in os.environ
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR_DIR / "files"}},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if COLLECTED or "collectstatic" in sys.argv
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not COLLECTED
WHITENOISE_AUTOREFRESH = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Mail: without a mail server the messages land in var/mail, readable in the browser by the admin.
EMAIL_HOST = env.text("PVK_MAIL_HOST", "")
EMAIL_PORT = env.number("PVK_MAIL_PORT", 587)
EMAIL_HOST_USER = env.text("PVK_MAIL_USER", "")
EMAIL_HOST_PASSWORD = env.text("PVK_MAIL_PASSWORD", "")
EMAIL_USE_TLS = env.switch("PVK_MAIL_TLS", True)
EMAIL_TIMEOUT = 10
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
DEFAULT_FROM_EMAIL = env.text("PVK_MAIL_FROM", "polarisatie@voorbeeldstad.example")

# Work. The broker is never trusted to remember: a job is a row (common.jobs), so losing a message costs a minute.
REDIS_URL = env.text("REDIS_URL", "")
CELERY_BROKER_URL = REDIS_URL or "filesystem://"
# Without these a page that queues a job waits six seconds for a broker that refuses.
ASK_ONCE: dict[str, object] = {"max_retries": 0, "interval_start": 0, "interval_step": 0, "interval_max": 0}
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {
    **ASK_ONCE,
    "visibility_timeout": 900,
    "socket_timeout": 5,
    "socket_connect_timeout": 1,
}
if not REDIS_URL:
    CELERY_BROKER_TRANSPORT = "pvk.broker:Transport"
    CELERY_DIR = env.folder("PVK_CELERY", VAR_DIR / "celery")
    for name in ("queue", "control"):
        (CELERY_DIR / name).mkdir(exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        **{f"data_folder_{way}": str(CELERY_DIR / "queue") for way in ("in", "out")},
        "control_folder": str(CELERY_DIR / "control"),
        "polling_interval": 0.05,
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "common.sweep", "schedule": 20.0},
    "heartbeat": {"task": "pvk.heartbeat", "schedule": 60.0},
    "reminders": {"task": "pvk.remind", "schedule": crontab(minute="*/15")},
    "digest": {"task": "pvk.digest", "schedule": crontab(hour="7-9", minute="*/20")},
    "retention": {"task": "pvk.retain", "schedule": crontab(hour="3", minute="10")},
}

# Logs hold no free text of people: names of events and references only.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.text("PVK_LOG_LEVEL", "INFO")},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.template": {"level": "INFO"},  # at DEBUG it writes out what the page was given, texts and all
        "axes": {"level": "WARNING"},
        "kombu.connection": {"level": "ERROR"},  # "no hostname": the queue in a folder has none
        "fontTools": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
    },
}

# The domain's own hooks
TEXTCHECK_ALLOWED = "organisation.allowlist.current"
SIMPLE_HISTORY_ENABLED = True
