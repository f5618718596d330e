"""Django's settings for the site. What differs between installations comes from the environment:

- `DATABASE_URL`: the PostgreSQL to use, `postgresql://user:password@host:5432/name` (see `databases`)
- `SOJOURN_DATA`: folder of the embedded database and the secret key (see `storage`)
- `SOJOURN_SECRET_KEY`: the secret key itself
- `SOJOURN_HOSTS`: further host names the site answers to, with commas between
- `SOJOURN_ACCESS_LOG`: `1` for a line a request on standard output (see `server`)
- `SOJOURN_DEMO`: whether an empty register begins with the demonstration, `1` or `0` (see `server`)
- `SOJOURN_SECOND_FACTOR`: `0` where whoever acts for an office may sign in without a second step
- `SOJOURN_HTTPS`: `1` where a proxy in front of the site speaks HTTPS and sets `X-Forwarded-Proto`
"""

from __future__ import annotations

import os
from datetime import timedelta

from .databases import database
from .storage import DATABASE, data_folder, secret_key

SECRET_KEY = secret_key()
DEBUG = False
ALLOWED_HOSTS = [
    "localhost",
    "127.0.0.1",
    "[::1]",
    *(host.strip() for host in os.environ.get("SOJOURN_HOSTS", "").split(",") if host.strip()),
]

ROOT_URLCONF = "sojourn.web.urls"
WSGI_APPLICATION = "sojourn.web.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "axes",
    "sojourn.register.apps.RegisterConfig",
    "sojourn.web.apps.SiteConfig",
    "django.contrib.messages",
    "django.contrib.admin.apps.SimpleAdminConfig",
]

# The programme that the register runs: the name of a binding in `register/bindings`.
REGISTER_PROGRAMME = os.environ.get("SOJOURN_PROGRAMME", "guangxi")
REGISTER_KEYS = data_folder() / "keys"
AUTH_USER_MODEL = "register.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

# Nobody who asks what the rules say, or runs an experiment, is signed in or remembered: no session, no cookie. Those
# forms need nobody's rights, so a token against forged ones would protect nothing; `headers.SameSiteForms` still
# refuses forms that other sites send.
MIDDLEWARE = [
    "sojourn.web.api.ApiAnswers",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "sojourn.web.headers.PageHeaders",
    "sojourn.web.api.StraightToApi",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "sojourn.web.headers.SameSiteForms",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
]

# Whoever tries passwords has to wait after some wrong ones: for that name, from that address. Kept are the tries that
# failed, until they are forgiven; that somebody signed in is not kept here.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "sojourn.web.desk.signing.locked"
AXES_USERNAME_FORM_FIELD = "sign_in"
AXES_SENSITIVE_PARAMETERS = ["password"]
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# Whoever acts for an office opens nothing with a password alone (see `register.second_factors`).
SECOND_FACTOR_REQUIRED = os.environ.get("SOJOURN_SECOND_FACTOR", "1") != "0"

# Whoever signs in to the register is remembered until the end of a working day, by a cookie that only the server reads.
HTTPS = os.environ.get("SOJOURN_HTTPS") == "1"
# Over HTTPS the names themselves have the browser keep them to this host and to HTTPS.
_HOST_ONLY = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_HOST_ONLY}sojourn_register"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = f"{_HOST_ONLY}sojourn_form"
CSRF_FAILURE_VIEW = "sojourn.web.views.wrong.forged"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["sojourn.web.templatetags.sojourn"],
            # For the operators' pages, which are Django's own.
            "context_processors": [
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": database(os.environ.get("DATABASE_URL", "").strip(), data_folder() / DATABASE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The site speaks through its own catalogues (`words/`). The framework's serve the operators' pages, which are its own.
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "中文"), ("vi", "Tiếng Việt")]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

# Answers of the longest form take some 40 kB; more is no answer.
DATA_UPLOAD_MAX_MEMORY_SIZE = 200_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000
# One page takes a file, and keeps it in memory by a handler of its own (see `desk.delivering`).
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS: list[str] = []

# The lab's pages (`lab`) run small experiments for whoever comes: each takes seconds, one goes at a time, a few wait,
# and what came out is thrown away when its time is up. Larger ones are for the command line.
LAB_FOLDER = data_folder() / "lab"
LAB_MOST_PEOPLE = 5_000
LAB_MOST_RUNS = 20
LAB_MOST_SCENARIOS = 4
LAB_YEARS = (2014, 2030)
LAB_MOST_DAYS = 3 * 366
LAB_MOST_WAITING = 4
LAB_LONGEST = timedelta(minutes=15)
LAB_KEPT = timedelta(days=14)
LAB_MOST_KEPT = 100

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True

# What `check --deploy` asks for and is not wanted: a token against forged forms (see MIDDLEWARE), and a place on the
# browsers' own list of sites that speak HTTPS, which is for the owner of a domain to ask for.
SILENCED_SYSTEM_CHECKS = ["security.W003", "security.W021"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "sojourn.web.logs.WithoutValues", "format": "{asctime} {levelname} {message}", "style": "{"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        # Errors are logged with their path and traceback, never with what was posted.
        "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        # Runs of the lab that failed, by their number.
        "sojourn.lab_runs": {"handlers": ["stderr"], "level": "ERROR"},
        # Who signed in and who did not, by the account's number (see `desk.sessions`).
        "sojourn.security": {"handlers": ["stderr"], "level": "INFO"},
    },
}
