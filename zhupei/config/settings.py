"""Django's settings: one file, fed by the typed environment only."""

from typing import Any

from django.urls import reverse_lazy

from zhupei.config import database
from zhupei.config.environment import ROOT, Environment

ENVIRONMENT = Environment()

DEBUG = False
DEMONSTRATION = ENVIRONMENT.demonstration
TECHNICAL_DOOR = ENVIRONMENT.technical_door_open
SECRET_KEY = ENVIRONMENT.keys["secret_key"]
ALLOWED_HOSTS = [host.strip() for host in ENVIRONMENT.allowed_hosts.split(",")]
DATA_DIR = ENVIRONMENT.data_dir

INSTALLED_APPS = [
    "zhupei.desks.shared.admin_site.TechnicalConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "procrastinate.contrib.django",
    "zhupei.kernel",
    "zhupei.audit",
    "zhupei.notifications",
    "zhupei.accounts",
    "zhupei.approvals",
    "zhupei.imports",
    "zhupei.bases",
    "zhupei.portal",
    "zhupei.cycles",
    "zhupei.dossiers",
    "zhupei.applications",
    "zhupei.support",
    "zhupei.reports",
    "zhupei.desks.shared",
]

MIDDLEWARE = [
    "zhupei.desks.shared.middleware.Observe",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "zhupei.desks.shared.policy.ContentPolicy",
    "zhupei.desks.shared.middleware.Unkept",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "zhupei.desks.shared.who.SecondFactor",
    "zhupei.desks.shared.middleware.Sessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "zhupei.desks.shared.middleware.Refusals",
]

ROOT_URLCONF = "zhupei.config.urls"
WSGI_APPLICATION = "zhupei.config.wsgi.application"

# Every page of ours is Jinja2's; Django's own engine is left for the technical site.
TEMPLATES: list[dict[str, Any]] = [
    {
        "NAME": "pages",
        "BACKEND": "zhupei.desks.shared.pages.engine.Pages",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "zhupei.desks.shared.pages.engine.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "zhupei.desks.shared.context.page",
            ],
        },
    },
    {
        "NAME": "technical",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates" / "technical"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zhupei.desks.shared.context.page",
            ],
        },
    },
]
FORM_RENDERER = "zhupei.desks.shared.pages.engine.Widgets"

DATABASES = {
    "default": database.django_settings(
        ENVIRONMENT.database_url.get_secret_value() if ENVIRONMENT.database_url else None
    )
}
PREPARE_STATEMENTS = ENVIRONMENT.prepare_statements
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["zhupei.accounts.backends.AccountBackend"]
PASSWORD_HASHERS = ["zhupei.accounts.hashers.Argon2"]
LOGIN_URL = reverse_lazy("public:login")

# The session row holds ids only. Idle and absolute limits per kind of person: accounts/rules.py.
SESSION_ENGINE = "zhupei.accounts.sessions"
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
SESSION_COOKIE_NAME = "zhupei_session"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.https
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "zhupei.desks.shared.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.public_url] if ENVIRONMENT.public_url else []
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

SECURE_SSL_REDIRECT = False  # the proxy's work (deploy/), which also knows the certificate
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.trusted_proxies else None
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.https else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'", "blob:"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
    }
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [ROOT / "static" / "dist"] if (ROOT / "static" / "dist").is_dir() else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
FILE_UPLOAD_MAX_MEMORY_SIZE = 22 * 1024 * 1024
UPLOAD_MAX_BYTES = 10 * 1024 * 1024

STORAGES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": DATA_DIR / "files",
            "directory_permissions_mode": 0o700,
            "file_permissions_mode": 0o600,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if ENVIRONMENT.files == "s3":
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": ENVIRONMENT.s3_bucket,
            "endpoint_url": ENVIRONMENT.s3_endpoint,
            "access_key": ENVIRONMENT.s3_access_key and ENVIRONMENT.s3_access_key.get_secret_value(),
            "secret_key": ENVIRONMENT.s3_secret_key and ENVIRONMENT.s3_secret_key.get_secret_value(),
            "default_acl": None,
            "querystring_auth": True,
        },
    }

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
PROCRASTINATE_ON_APP_READY = "zhupei.kernel.queueing.prepare"
OTP_TOTP_ISSUER = "住培招录"

FIELD_KEYS = ENVIRONMENT.keys["field_keys"]
FIELD_CIPHER = ENVIRONMENT.cipher
INDEX_KEY = ENVIRONMENT.keys["index_key"]

LOGGING_CONFIG = "zhupei.kernel.logs.configure"
LOGGING = {"level": ENVIRONMENT.log_level}

SMS_CHANNEL = ENVIRONMENT.sms
SMS_URL = ENVIRONMENT.sms_url
SMS_TOKEN = ENVIRONMENT.sms_token.get_secret_value() if ENVIRONMENT.sms_token else ""
SMS_DAILY_BUDGET = ENVIRONMENT.sms_daily_budget
REVEALS_A_DAY = ENVIRONMENT.reveals_a_day
CAPTCHA_COST = ENVIRONMENT.captcha_cost
TRUSTED_PROXIES = ENVIRONMENT.trusted_proxies
AUTHORITY = ENVIRONMENT.authority or ("样例省卫生健康委员会" if DEMONSTRATION else "")
PUBLIC_URL = (ENVIRONMENT.public_url or f"http://{ENVIRONMENT.bind}:{ENVIRONMENT.port}").rstrip("/")
