"""Django's settings, read from the environment with safe defaults (docs/install.md lists every variable)."""

from __future__ import annotations

import os
from typing import Any

from goldenthread.config.databases import connection_settings
from goldenthread.config.installation import Installation, is_true
from goldenthread.web.signin import configuration as signin

INSTALLATION = Installation.from_environment()
DEMONSTRATION = INSTALLATION.demonstration

DEBUG = False
SECRET_KEY = os.environ.get("GOLDENTHREAD_SECRET_KEY") or INSTALLATION.secret("secret_key")
_hosts = os.environ.get("GOLDENTHREAD_HOSTS", "localhost,127.0.0.1,[::1]")
ALLOWED_HOSTS = [host.strip() for host in _hosts.split(",") if host.strip()]
# The address people use; links in emails start with it.
SITE_URL = os.environ.get("GOLDENTHREAD_SITE_URL", "http://127.0.0.1:8000").rstrip("/")
# Where the source of what runs here can be had: the licence (AGPL) asks for it, and every page's foot leads there.
SOURCE_URL = os.environ.get("GOLDENTHREAD_SOURCE_URL", "")
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith("https://") else []

# One line per process: the only place that lists them.
PROCESSES = [
    "goldenthread.processes.governance.meetings",
    "goldenthread.processes.governance.minutes_import",
    "goldenthread.processes.governance.plans",
    "goldenthread.processes.governance.inspections.benchmarking",
    "goldenthread.processes.governance.voice",
    "goldenthread.processes.governance.cascades",
    "goldenthread.processes.governance.challenges",
    "goldenthread.processes.governance.inspections.readiness",
    "goldenthread.processes.governance.inspections.reports",
    "goldenthread.processes.governance.conversations",
    "goldenthread.processes.governance.lay",
    "goldenthread.processes.governance.risks",
    "goldenthread.processes.governance.updates",
    "goldenthread.processes.governance.linked",
    "goldenthread.processes.governance.law_change",
    "goldenthread.processes.registers.private_fostering",
    "goldenthread.processes.registers.allegations",
    "goldenthread.processes.registers.child_deaths",
    "goldenthread.processes.registers.case_reviews",
    "goldenthread.processes.registers.chronologies",
    "goldenthread.processes.registers.learning",
    "goldenthread.processes.registers.register_import",
    "goldenthread.processes.measures.questions",
    "goldenthread.processes.measures.scorecards",
    "goldenthread.processes.measures.checking",
    "goldenthread.processes.measures.figures_import",
    "goldenthread.processes.measures.returns",
    "goldenthread.processes.measures.releases",
]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "goldenthread.core.tenancy",
    "goldenthread.core.groups",
    "goldenthread.core.casework",
    "goldenthread.core.links",
    "goldenthread.core.contributions",
    "goldenthread.core.thread",
    "goldenthread.core.files",
    "goldenthread.core.notices",
    "goldenthread.analytics",
    *PROCESSES,
    "goldenthread.web",
    "goldenthread.config",
    *signin.APPS,
    "django.forms",  # after goldenthread.web, whose widget templates replace Django's by name
]
GOLDENTHREAD_CHROME = "goldenthread.web.pages.board.chrome"
FORM_RENDERER = "goldenthread.web.forms.Renderer"
AUTH_USER_MODEL = "tenancy.User"

MIDDLEWARE = [
    *signin.OUTERMOST,
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    *signin.MIDDLEWARE,
    "goldenthread.web.middleware.act_as_user",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "goldenthread.config.urls"
WSGI_APPLICATION = "goldenthread.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "goldenthread.web.chrome.chrome",
            ],
        },
    }
]

DATABASES = {"default": connection_settings(INSTALLATION)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Rate limits and lock-outs count across processes, so the cache is a table and never a process's own memory.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "goldenthread_cache"}}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = str(INSTALLATION.static)
MEDIA_ROOT = str(INSTALLATION.files)
# The keys that sealed cases are locked with: a file, in the data folder or where an administrator keeps it apart.
SEALING_KEYRING = str(INSTALLATION.keyring)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Cookies and redirects ask for TLS, except in the demonstration or where an administrator says plain HTTP is meant.
INSECURE = DEMONSTRATION or is_true(os.environ.get("GOLDENTHREAD_INSECURE_HTTP"))
SECURE_SSL_REDIRECT = not INSECURE
SESSION_COOKIE_SECURE = not INSECURE
CSRF_COOKIE_SECURE = not INSECURE
SECURE_HSTS_SECONDS = 0 if INSECURE else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = not INSECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
if is_true(os.environ.get("GOLDENTHREAD_BEHIND_PROXY")):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Sign-in: allauth, second factor, organisation accounts, how long a session lasts (web.signin.configuration).
OIDC_ORIGIN: str
SECOND_FACTOR_REQUIRED: bool
INVITATION_DAYS: int
SESSION_IDLE_SECONDS: int
SESSION_LONGEST_SECONDS: int
locals().update(signin.settings(os.environ, demonstration=DEMONSTRATION, insecure=INSECURE))

EMAIL_HOST = os.environ.get("GOLDENTHREAD_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("GOLDENTHREAD_SMTP_PORT") or 587)
EMAIL_HOST_USER = os.environ.get("GOLDENTHREAD_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("GOLDENTHREAD_SMTP_PASSWORD", "")
EMAIL_USE_TLS = not is_true(os.environ.get("GOLDENTHREAD_SMTP_PLAIN"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("GOLDENTHREAD_FROM_EMAIL", "golden-thread@localhost")
GOVUK_NOTIFY_API_KEY = os.environ.get("GOLDENTHREAD_NOTIFY_API_KEY", "")
GOVUK_NOTIFY_TEMPLATE = os.environ.get("GOLDENTHREAD_NOTIFY_TEMPLATE", "")
GOVUK_NOTIFY_URL = os.environ.get("GOLDENTHREAD_NOTIFY_URL", "")
# A mail server, when one is named; else GOV.UK Notify, when it has a key. The demonstration sends nothing and shows it.
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
if GOVUK_NOTIFY_API_KEY and not EMAIL_HOST:
    EMAIL_BACKEND = "goldenthread.core.notices.govuk_notify.EmailBackend"
if DEMONSTRATION and not EMAIL_HOST:
    EMAIL_BACKEND = "goldenthread.core.notices.mailbox.EmailBackend"
CLAMAV_SOCKET = os.environ.get("GOLDENTHREAD_CLAMAV_SOCKET", "")  # a path, or host:port
FILE_SIZE_LIMIT = int(os.environ.get("GOLDENTHREAD_FILE_MB") or 25) * 1024 * 1024

# To stderr, for whoever supervises us to keep. No SQL and no request bodies: both may carry personal data.
_LOG_LEVEL = os.environ.get("GOLDENTHREAD_LOG_LEVEL", "WARNING")
# The words of an exception may quote minutes: they are printed for whoever asks for everything, and else left out.
_LINE = "logging.Formatter" if _LOG_LEVEL == "DEBUG" else "goldenthread.config.logs.WithoutWords"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"class": _LINE, "format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": _LOG_LEVEL},
    "loggers": {
        "django.db.backends": {"level": "WARNING", "propagate": True},
        "goldenthread.security": {"level": "INFO", "propagate": True},  # who signed in, by id
    },
}
