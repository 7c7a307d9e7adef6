"""Secrets of second factors are sealed with the server's field key: the database alone makes no codes."""

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings


class SealedFactors(DefaultMFAAdapter):  # type: ignore[misc]  # the package has no types
    """As the package does it, but not in the open."""

    def encrypt(self, text: str) -> str:
        """As it is kept."""
        return Fernet(settings.FIELD_KEY).encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """As it was."""
        return Fernet(settings.FIELD_KEY).decrypt(encrypted_text.encode("ascii")).decode()
