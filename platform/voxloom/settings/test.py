"""What the tests use: fixed keys, a database of their own, no file outside a folder that is removed at the end."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from voxloom.settings.base import *  # noqa: F403
from voxloom.settings.database import postgresql, sqlite
from voxloom.settings.redis import own_channel_layer

DATA_DIR = Path(tempfile.mkdtemp(prefix="voxloom-test-"))
atexit.register(shutil.rmtree, DATA_DIR, ignore_errors=True)
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir()

SECRET_KEY = "only-for-tests"  # guards nothing
FIELD_KEY = "dGVzdHRlc3R0ZXN0dGVzdHRlc3R0ZXN0dGVzdHRlc3Q="
OLD_FIELD_KEYS: list[str] = []
FIELD_KEY_FILE = ""
AUDIT_KEY = FIELD_KEY

# A file, as in use: in memory, SQLite would fail at once where it waits in a file.
DATABASES = {"default": {**sqlite(DATA_DIR / "voxloom.sqlite3"), "TEST": {"NAME": DATA_DIR / "test.sqlite3"}}}
# tests/conftest.py starts a server and says where it is
if os.environ.get("VOXLOOM_TEST_DATABASE") in ("postgres", "pgvector"):
    DATABASES = {"default": postgresql(urlsplit("postgres://voxloom@127.0.0.1:1/voxloom"))}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one takes 0.3 s a user
WARM_SPARES = 0  # tests of them make their own
REDIS_URL = ""
FILE_STORE = None
CHANNEL_LAYERS = {"default": own_channel_layer()}
