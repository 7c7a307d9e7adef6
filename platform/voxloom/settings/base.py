"""Settings that hold on every machine. DEBUG is off, hosts are loopback, a page may load only what we serve."""

import logging
import os
from datetime import timedelta
from pathlib import Path
from socket import gethostname
from typing import Any

from voxloom.settings.administration import LOOK
from voxloom.settings.database import read_database
from voxloom.settings.environment import Environment
from voxloom.settings.file_store import read_file_store
from voxloom.settings.limits import read_limits
from voxloom.settings.model import read_model
from voxloom.settings.programs import read_programs
from voxloom.settings.redis import cache, channel_layer, own_channel_layer
from voxloom.settings.retention import read_retention
from voxloom.settings.signing_in import read_oidc
from voxloom.settings.spares import read_spares
from voxloom.settings.understanding import read_understanding
from voxloom.telemetry.log_lines import FORMATS, OURS

ROOT = Path(__file__).resolve().parents[3]
_environment = Environment(os.environ)
DATA_DIR = Path(_environment.text("VOXLOOM_DATA") or ROOT / "var").resolve()
DATABASE = read_database(_environment)  # None: a SQLite file of DATA_DIR
REDIS_URL = _environment.address("REDIS_URL", ("redis", "rediss", "unix"))

# --- where it serves -------------------------------------------------------------------------------------
HOST = _environment.text("HOST", "127.0.0.1")
PORT = _environment.whole("PORT", 8000, 0, 65535)  # 0: any that is free
KNOWLEDGE_IN_DATABASE_FROM = _environment.whole("KNOWLEDGE_IN_DATABASE_FROM", 20_000, 0)  # passages of a base; 0: never
PROXY_PORT = _environment.whole("PROXY_PORT", PORT, 0, 65535)  # where browsers of this machine come in
PROCESS_NAME = _environment.word("PROCESS_NAME", gethostname())  # whose calls they are
PROCESS_PATHS = _environment.switch("PROCESS_PATHS", default=False)  # whether a proxy leads /rt/PROCESS_NAME/ here
DRAIN_SECONDS = _environment.seconds("DRAIN_SECONDS", 5, 24 * 3600)  # how long calls may go on after SIGTERM
LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
EXTRA_HOSTS = _environment.names("ALLOWED_HOSTS")
ALLOWED_HOSTS = [*LOOPBACK_HOSTS, *EXTRA_HOSTS]
FILE_STORE = read_file_store(_environment)  # what machines share; None: each keeps its own under DATA_DIR
LIMITS = read_limits(_environment)  # how many calls, tickets and connections there may be
UNDERSTANDING = read_understanding(_environment)  # by this machine alone, or with a language model
SECOND_OPINION = _environment.switch("SECOND_OPINION", default=True)  # whether answers are heard by two more models
END_WHEN_BLOCKED = _environment.switch("END_WHEN_BLOCKED", default=False)  # where somebody starts it again
WARM_SPARES = read_spares(_environment)  # speech processes that stand by for one that is lost
MODEL = read_model(_environment)  # the language model that speaks to callers, if any
KEEP_VALUES_MINUTES, KEEP_CONVERSATIONS_DAYS = read_retention(_environment)  # what callers said is not kept for ever
SOCIALACCOUNT_PROVIDERS = read_oidc(_environment)  # who else knows the people that work here
OUTGOING_NETWORKS = _environment.openings("OUTGOING_NETWORKS")  # private ones that bots and webhooks may ask
OUTGOING_CA_FILE = _environment.file("OUTGOING_CA_FILE")  # whom to trust beside the known authorities (PEM)
MCP_PROGRAMS = read_programs(_environment)  # programs of this machine that tools may ask; none without it
HTTPS = _environment.switch("HTTPS", default=False)  # whether callers and people come by it
REQUIRE_SECOND_FACTOR = _environment.switch("REQUIRE_SECOND_FACTOR", default=False)
METRICS_TOKEN = _environment.text("METRICS_TOKEN")  # who knows it may read /metrics from elsewhere; nobody without one
OTLP_ENDPOINT = _environment.address("OTEL_EXPORTER_OTLP_ENDPOINT", ("http", "https"))  # of a collector of traces
LOG_FORMAT = _environment.one_of("LOG_FORMAT", "text", "json")  # for people, or for programs
LOG_LEVEL = _environment.one_of("LOG_LEVEL", "info", "debug", "warning", "error")  # of our own loggers
_environment.stop_if_wrong()

DEBUG = False
ROOT_URLCONF = "voxloom.urls"
ASGI_APPLICATION = "voxloom.asgi.application"

INSTALLED_APPS = [
    "voxloom",  # before Django's: `runserver` is ours
    "channels",
    "unfold.apps.BasicAppConfig",  # before what it dresses; the site is ours
    "voxloom.administration.default.Administration",  # django.contrib.admin
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "voxloom.accounts",
    "voxloom.administration",
    "voxloom.audit",
    "voxloom.conversations",
    "voxloom.telemetry",
    "voxloom.jobs",
    "voxloom.webhooks",
    "voxloom.given",
    "voxloom.verifying",
    "flows",
    "tools",
    "tools.knowledge",
    "runtime",
    "designer",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "voxloom.middleware.PermissionsPolicy",
    "csp.middleware.CSPMiddleware",
    "voxloom.middleware.StaticFiles",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "voxloom.accounts.second_factor.SecondFactorWanted",
    "voxloom.accounts.middleware.WorkspaceOfThePerson",
    "voxloom.audit.actor.ActorOfTheRequest",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",  # last, as it wants
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates" / "html"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    },
]

# --- data ------------------------------------------------------------------------------------------------
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if REDIS_URL:
    CHANNEL_LAYERS: dict[str, Any] = {"default": channel_layer(REDIS_URL)}
    CACHES = {"default": cache(REDIS_URL)}
else:
    CHANNEL_LAYERS = {"default": own_channel_layer()}

DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024  # bytes; what the front lets in: a draft as JSON is longer than its text

# --- pages -----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [ROOT / "runtime" / "widget" / "static"]  # the widget is a part of an app, not an app
WHITENOISE_USE_FINDERS = True  # files are served from the apps' folders: nothing to collect, nothing stale
WHITENOISE_MAX_AGE = 60  # seconds; names carry no hash, so a browser asks again soon
WHITENOISE_AUTOREFRESH = False

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

UNFOLD = LOOK  # of the administration

# --- signing in ------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: who is locked out is not even asked for a password
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "designer:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "voxloom.accounts.signing_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # no mail is sent from here
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
ACCOUNT_LOGIN_BY_CODE_ENABLED = False
# Of codes of second factors, which axes does not see; passwords are counted by axes, which is stricter.
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,12/300s/key"}
SOCIALACCOUNT_ADAPTER = "voxloom.accounts.signing_in.SocialAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Voxloom"
MFA_ADAPTER = "voxloom.accounts.sealed_factors.SealedFactors"
AXES_FAILURE_LIMIT = 8  # a person with three passwords in mind, twice
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # nobody locks out somebody else
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "voxloom.accounts.signing_in.address_of"
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False

# 'self' does not cover ws: in every browser in use, so the addresses of our own sockets are named.
OWN_SOCKETS = [f"ws://{host}:{PROXY_PORT}" for host in ("localhost", "127.0.0.1")]
OWN_SOCKETS += [f"wss://{host}" for host in EXTRA_HOSTS]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'", *OWN_SOCKETS],
        "media-src": ["'self'", "blob:"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    }
}
PERMISSIONS_POLICY = "microphone=(self), autoplay=(self), camera=(), geolocation=(), payment=(), usb=()"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
if HTTPS:  # a proxy before this server speaks it, and tells so
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^readyz$", r"^healthz$", r"^metrics$"]  # machines beside it ask for these
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
# Other names below this one, and lists in browsers, are for the owner of the domain to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"


# --- log -------------------------------------------------------------------------------------------------
def _is_news(record: logging.LogRecord) -> bool:
    """Drop the 503 of `/readyz`: it is an answer to whoever asks, each second while the models load."""
    return not (record.args and "/readyz" in record.args)


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"news": {"()": "django.utils.log.CallbackFilter", "callback": _is_news}},
    "formatters": {"lines": {"()": FORMATS[LOG_FORMAT]}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},  # libraries tell packets, addresses and requests below that
    "loggers": {
        **{name: {"level": LOG_LEVEL.upper()} for name in OURS},
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"filters": ["news"]},
        # A foreign Host header or an oversized body is answered with 400; a traceback for each would fill the disk.
        "django.security": {"level": "CRITICAL"},
        # It tells each try to connect; what came of it is told by whoever wanted a connection.
        "psycopg.pool": {"level": "ERROR"},
    },
}
