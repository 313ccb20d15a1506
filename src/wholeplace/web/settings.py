"""Settings of the web application, from the environment: safe unless it says demonstration.

``wholeplace serve`` sets the environment; what each name means stands in
docs/reference/settings.md.
"""

from __future__ import annotations

import os
from pathlib import Path

from django.core.management.utils import get_random_secret_key

from wholeplace.web.database import database_of
from wholeplace.web.oidc_settings import BY_KEY, oidc_of
from wholeplace.web.production import check_production

HERE = Path(__file__).parent

MODE = os.environ.get("WHOLEPLACE_MODE", "production")
IS_DEMO, IS_COMMAND = MODE == "demo", MODE == "command"
DEBUG = False
WORKSPACE = Path(os.environ.get("WHOLEPLACE_WORKSPACE", "."))
DEMO_SECRET = "for the demonstration only: everybody can read this in the code"  # noqa: S105
SECRET_KEY = os.environ.get("WHOLEPLACE_SECRET", "") or (DEMO_SECRET if IS_DEMO else "")
# While a secret is being changed: what the one before signed or shut is still read.
SECRET_KEY_FALLBACKS = [old] if (old := os.environ.get("WHOLEPLACE_SECRET_OLD", "")) else []
if IS_COMMAND:
    # A command signs nothing that anybody keeps, and needs no secret of the server's.
    SECRET_KEY = SECRET_KEY or get_random_secret_key()
ALLOWED_HOSTS = os.environ.get("WHOLEPLACE_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "wholeplace.care",
    "wholeplace.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "wholeplace.web.errors.BodyLimitMiddleware",
    "wholeplace.web.health.HealthMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wholeplace.web.sessions.AgeMiddleware",
    "wholeplace.web.second_factor.SecondFactorMiddleware",
    "wholeplace.web.once.OncePasswordMiddleware",
    "wholeplace.web.sessions.SavedFormsMiddleware",
]

ROOT_URLCONF = "wholeplace.web.urls"
WSGI_APPLICATION = "wholeplace.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [HERE / "jinja"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "wholeplace.web.jinja.environment"},
    },
    {
        # For the pages of the sign-in library, which are written for Django's own engine.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": database_of(os.environ.get("DATABASE_URL", ""), WORKSPACE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "care.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Fifteen minutes without a click, and twelve hours in all: those of smartcard sign-in in the NHS.
SESSION_COOKIE_AGE = 15 * 60
SESSION_ABSOLUTE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not IS_DEMO
SECURE_REDIRECT_EXEMPT = [r"^health$", r"^ready$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if not IS_DEMO else None
SECURE_HSTS_SECONDS = 0 if IS_DEMO else 365 * 24 * 60 * 60
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "wholeplace.web.sign_in.ClosedAdapter"
ACCOUNT_FORMS = {"login": "wholeplace.web.sign_in.SignInForm"}
# Wrong passwords are counted by ``web.lockout``; these are wrong codes. Nothing is counted by
# address: behind a proxy everybody would have the same one.
ACCOUNT_RATE_LIMITS = {"login": "", "login_failed": "5/15m/key"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
# "Remember me" would keep a session after the browser was closed.
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
CSRF_FAILURE_VIEW = "wholeplace.web.sign_in.too_old"

SECOND_FACTOR_IS_ASKED = not IS_DEMO
MFA_ADAPTER = "wholeplace.web.second_factor.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Wholeplace"
# A clock may be half a minute wrong, as RFC 6238 (5.2) advises to allow.
MFA_TOTP_TOLERANCE = 1

OIDC = oidc_of(os.environ, is_demo=IS_DEMO)
OIDC_ACR = OIDC.acr if OIDC else ()
OIDC_KEYS = OIDC.keys if OIDC and OIDC.method == BY_KEY else ()
SOCIALACCOUNT_ADAPTER = "wholeplace.web.oidc.OrganisationAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": OIDC.apps() if OIDC else []}}
LOGIN_URL, LOGIN_REDIRECT_URL = "account_login", "/"

# Shared by all processes, so that failed sign-ins are counted together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "wholeplace_cache",
        # With the default of 300, who tries many addresses would push out the locks of others.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

LANGUAGE_CODE, TIME_ZONE, USE_TZ = "en-gb", "Europe/London", True
STATIC_URL, STATIC_ROOT = "static/", WORKSPACE / "care" / "static"
STORAGES = {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "wholeplace.web.logs.JsonFormatter"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["out"], "level": "INFO"},
    "loggers": {"django.server": {"handlers": ["out"], "level": "INFO", "propagate": False}},
}

check_production(is_demo=IS_DEMO, secret=SECRET_KEY, demo_secret=DEMO_SECRET, debug=DEBUG)
