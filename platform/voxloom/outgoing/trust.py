"""Whom requests trust, and what they show of themselves."""

import ssl
import tempfile

import httpx
from django.conf import settings


class WrongCertificate(ValueError):
    """The certificate for a line is none, or its key does not fit; the message is one line without values."""

    logs_its_words = True


def trusting_context(certificate: str | None = None) -> ssl.SSLContext:
    """Trusts whom browsers trust, and those whom the operator names. It reads files.

    `certificate`: one with its key, in PEM, to be shown to services that want to see one. Raises WrongCertificate.
    """
    context = httpx.create_ssl_context(trust_env=False)
    if settings.OUTGOING_CA_FILE:
        context.load_verify_locations(settings.OUTGOING_CA_FILE)
    if certificate is not None:
        _show(context, certificate)
    return context


def _show(context: ssl.SSLContext, certificate: str) -> None:
    """The library reads files alone: it gets one that nobody else can open and that is gone at once."""
    with tempfile.NamedTemporaryFile("w", suffix=".pem") as file:  # mode 0600
        file.write(certificate)
        file.flush()
        try:
            context.load_cert_chain(file.name, password=_nobody)
        except (ssl.SSLError, ValueError):
            raise WrongCertificate("the certificate is none, or its key does not fit") from None


def _nobody() -> str:
    """Else the library would ask at the terminal."""
    raise ValueError("the key has a password")
