"""What the tests use: fixed keys, a database in memory, no file outside a folder that is removed at the end."""

import atexit
import shutil
import tempfile
from pathlib import Path

from voxloom.settings.base import *  # noqa: F403
from voxloom.settings.base import sqlite

DATA_DIR = Path(tempfile.mkdtemp(prefix="voxloom-test-"))
atexit.register(shutil.rmtree, DATA_DIR, ignore_errors=True)
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir()

SECRET_KEY = "only-for-tests"  # guards nothing
FIELD_KEY = "dGVzdHRlc3R0ZXN0dGVzdHRlc3R0ZXN0dGVzdHRlc3Q="

# A file, as in use: in memory, SQLite would fail at once where it waits in a file.
DATABASES = {"default": {**sqlite(DATA_DIR / "voxloom.sqlite3"), "TEST": {"NAME": DATA_DIR / "test.sqlite3"}}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one takes 0.3 s a user
REDIS_URL = ""
FILE_STORE = None
CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
