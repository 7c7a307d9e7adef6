"""Where files lie that several processes use. docs/reference/operating.md is for its users."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from voxloom.settings.environment import Environment
from voxloom.shared.files import BadKey, check_prefix
from voxloom.shared.s3_files import Bucket

STORE = "FILE_STORE_URL"
KEYS = ("S3_ACCESS_KEY", "S3_SECRET_KEY")


def read_file_store(environment: Environment) -> Path | Bucket | None:
    """A folder, a bucket, or nothing where each machine keeps its own; what does not fit is noted there."""
    address = environment.address(STORE, ("file", "s3"))
    if not address:
        return None
    try:
        parts = urlsplit(address)
        name = parts.hostname or ""
    except ValueError:
        name, parts = "", urlsplit("")
    if parts.scheme == "file" and not name and parts.path.startswith("/"):
        return Path(unquote(parts.path))
    prefix = f"{parts.path.strip('/')}/".removeprefix("/")
    if parts.scheme != "s3" or not name or not _fits(prefix):
        environment.refuse(STORE, "as file:///srv/voxloom or s3://bucket/folder, in small letters")
        return None
    access, secret = (environment.text(key) for key in KEYS)
    if bool(access) != bool(secret):
        environment.refuse(KEYS[0] if secret else KEYS[1], f"set where {KEYS[1] if secret else KEYS[0]} is")
    endpoint = environment.address("S3_ENDPOINT", ("http", "https"))
    return Bucket(name, prefix, endpoint, environment.text("S3_REGION", Bucket("").region), access, secret)


def _fits(prefix: str) -> bool:
    try:
        check_prefix(prefix)
    except BadKey:
        return False
    return True
