"""Answers that are given before any application is asked: a status, and JSON in the form of all our errors."""

import json
from http import HTTPStatus


def error_body(code: str, message: str, remedy: str) -> bytes:
    """The JSON of an error."""
    return json.dumps({"error": {"code": code, "message": message, "remedy": remedy}}).encode()


def raw_answer(status: HTTPStatus, code: str, message: str, remedy: str) -> bytes:
    """A whole answer, as it goes over the wire; the connection is closed behind it."""
    body = error_body(code, message, remedy)
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        f"Cache-Control: no-store\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body
