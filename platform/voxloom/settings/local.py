"""A server: keys made at the first run, and without `DATABASE_URL` SQLite with a write-ahead log, under `DATA_DIR`."""

import sys

from cryptography.fernet import Fernet
from django.core.management.utils import get_random_secret_key

from voxloom.settings.base import *  # noqa: F403
from voxloom.settings.base import DATA_DIR, DATABASE, STATIC_ROOT
from voxloom.settings.database import sqlite
from voxloom.settings.environment import USAGE
from voxloom.settings.keyfiles import read_or, read_or_make

try:
    DATA_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    STATIC_ROOT.mkdir(exist_ok=True)
except OSError as problem:
    sys.stderr.write(f"VOXLOOM_DATA must be a folder that can be written, not {DATA_DIR}: {problem.strerror}.\n")
    raise SystemExit(USAGE) from None

SECRET_KEY = read_or_make(DATA_DIR / "secret_key", get_random_secret_key)
FIELD_KEY_FILE = str(DATA_DIR / "field_key")
FIELD_KEY, *OLD_FIELD_KEYS = read_or_make(DATA_DIR / "field_key", lambda: Fernet.generate_key().decode("ascii")).split()
AUDIT_KEY = read_or(DATA_DIR / "audit_key", FIELD_KEY)  # its own since the field key was changed

DATABASES = {"default": DATABASE or sqlite(DATA_DIR / "voxloom.sqlite3")}
