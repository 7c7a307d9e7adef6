"""A server of the tests' own that speaks S3: moto, in a process, with everything in memory. It checks signatures."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import boto3
import httpx

from voxloom.shared.s3_files import Bucket

START_S = 40
EVERYTHING = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'


@contextmanager
def s3_server(name: str = "voxloom") -> Iterator[Bucket]:
    """A bucket of it, and a key that opens it. Who comes with another key, or signs wrongly, is refused."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    endpoint = f"http://127.0.0.1:{port}"
    try:
        _wait(endpoint)
        key = _set_up(endpoint, name)
        httpx.post(f"{endpoint}/moto-api/reset-auth", content="0", timeout=START_S)  # from now on nobody is let in so
        yield Bucket(name, "", endpoint, "us-east-1", key["AccessKeyId"], key["SecretAccessKey"])
    finally:
        process.terminate()
        process.wait(10)


def _wait(endpoint: str) -> None:
    until = time.monotonic() + START_S
    while True:
        try:
            httpx.get(f"{endpoint}/moto-api/data.json", timeout=5)
            return
        except httpx.HTTPError:
            assert time.monotonic() < until, "the S3 server of the tests does not start"
            time.sleep(0.1)


def _set_up(endpoint: str, name: str) -> dict[str, str]:
    session = boto3.session.Session(aws_access_key_id="setup", aws_secret_access_key="setup", region_name="us-east-1")
    s3, iam = session.client("s3", endpoint_url=endpoint), session.client("iam", endpoint_url=endpoint)
    s3.create_bucket(Bucket=name)
    iam.create_user(UserName="voxloom")
    iam.put_user_policy(UserName="voxloom", PolicyName="all", PolicyDocument=EVERYTHING)
    key: dict[str, str] = iam.create_access_key(UserName="voxloom")["AccessKey"]
    s3.close()
    iam.close()
    return key
