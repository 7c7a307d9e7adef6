"""Files in a bucket of anything that speaks S3, for processes on several machines."""

import time
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from voxloom.shared.files import (
    MAX_BYTES,
    MOST_LISTED,
    FilesUnavailable,
    FileTooBig,
    check_key,
    check_prefix,
    check_size,
    off_the_loop,
)

CONNECT_S, ANSWER_S = 2.0, 5.0
"""For a connection, and for each piece of an answer."""
WHOLE_S = 30.0
"""For a file as a whole, however slowly it comes."""
TRIES = 2
_PIECE_BYTES = 256 * 1024
_MISSING = ("404", "NoSuchKey")


@dataclass(frozen=True)
class Bucket:
    """Where it is, and who may use it."""

    name: str
    prefix: str = ""
    """Before each key, with a `/` at its end; may be empty."""
    endpoint: str = ""
    """The address of the server; empty: Amazon's, by the region."""
    region: str = "us-east-1"
    access_key: str = ""
    """Empty: what boto3 finds by itself, such as the role of the machine."""
    secret_key: str = field(default="", repr=False)


class S3Files:
    """As `FolderFiles`. The library is loaded when it is first asked: it takes a quarter of a second and 35 MB."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket
        self._lock = Lock()
        self._client: Any = None

    def put(self, key: str, data: bytes) -> None:
        """Keep a file, in the place of one that was there. Raises FilesUnavailable, FileTooBig, BadKey."""
        where = self._where(key)
        check_size(data)
        self._ask("put_object", Body=data, **where)

    def get(self, key: str) -> bytes | None:
        """A file; None when there is none. Raises FilesUnavailable, FileTooBig, BadKey."""
        answer = self._ask("get_object", **self._where(key))
        return self._read(answer["Body"]) if answer is not None else None

    def delete(self, key: str) -> None:
        """Let a file go; one that is not there is no problem. Raises FilesUnavailable, BadKey."""
        self._ask("delete_object", **self._where(key))

    def keys(self, prefix: str = "") -> list[str]:
        """Those that begin so, in their order; the first `MOST_LISTED`. Raises FilesUnavailable, BadKey."""
        off_the_loop()
        own = self._bucket.prefix
        found: list[str] = []
        begin: dict[str, str] = {}
        while len(found) < MOST_LISTED:
            answer = self._ask("list_objects_v2", Bucket=self._bucket.name, Prefix=own + check_prefix(prefix), **begin)
            found += [str(entry["Key"]).removeprefix(own) for entry in (answer or {}).get("Contents", ())]
            if not answer or not answer.get("IsTruncated"):
                break
            begin = {"ContinuationToken": answer["NextContinuationToken"]}
        return found[:MOST_LISTED]

    def _where(self, key: str) -> dict[str, str]:
        off_the_loop()
        return {"Bucket": self._bucket.name, "Key": self._bucket.prefix + check_key(key)}

    def _ask(self, operation: str, **fields: Any) -> Any:
        """The answer; None for a key that is not there. Raises FilesUnavailable."""
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - loaded where there is a bucket

        try:
            return getattr(self._connected(), operation)(**fields)
        except ClientError as problem:
            code = str(problem.response.get("Error", {}).get("Code", "unknown"))
            if code in _MISSING:
                return None
            raise FilesUnavailable(f"The file store refused: {code}.") from None
        except (BotoCoreError, OSError, ValueError) as problem:
            raise FilesUnavailable(f"The file store cannot be reached: {type(problem).__name__}.") from None

    def _read(self, body: Any) -> bytes:
        """All of it, in time and within bounds. Raises FilesUnavailable, FileTooBig."""
        from botocore.exceptions import BotoCoreError  # noqa: PLC0415 - as above

        until, pieces, size = time.monotonic() + WHOLE_S, [], 0
        try:
            while piece := body.read(_PIECE_BYTES):
                size += len(piece)
                if size > MAX_BYTES:
                    raise FileTooBig(f"A file of the store has more than {MAX_BYTES >> 20} MiB.")
                if time.monotonic() > until:
                    raise FilesUnavailable("A file of the store came too slowly.")
                pieces.append(piece)
        except (BotoCoreError, OSError) as problem:
            raise FilesUnavailable(f"A file of the store broke off: {type(problem).__name__}.") from None
        finally:
            body.close()
        return b"".join(pieces)

    def _connected(self) -> Any:
        with self._lock:
            if self._client is None:
                self._client = _client(self._bucket)
            return self._client


def _client(bucket: Bucket) -> Any:
    import boto3  # noqa: PLC0415 - heavy, and only where there is a bucket
    from botocore.config import Config  # noqa: PLC0415 - as above

    config = Config(
        connect_timeout=CONNECT_S,
        read_timeout=ANSWER_S,
        retries={"total_max_attempts": TRIES, "mode": "standard"},
        s3={"addressing_style": "path" if bucket.endpoint else "auto"},
        request_checksum_calculation="when_required",  # other makers of S3 do not know the newer ones
        response_checksum_validation="when_required",
    )
    session = boto3.session.Session(
        aws_access_key_id=bucket.access_key or None,
        aws_secret_access_key=bucket.secret_key or None,
        region_name=bucket.region,
    )
    return session.client("s3", endpoint_url=bucket.endpoint or None, config=config)
