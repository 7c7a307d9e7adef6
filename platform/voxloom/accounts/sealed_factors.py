"""Secrets of second factors are sealed with the server's field key: the database alone makes no codes."""

from allauth.mfa.adapter import DefaultMFAAdapter

from voxloom.accounts.sealed import seal, unseal


class SealedFactors(DefaultMFAAdapter):  # type: ignore[misc]  # the package has no types
    """As the package does it, but not in the open."""

    def encrypt(self, text: str) -> str:
        """As it is kept."""
        return seal(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """As it was."""
        return unseal(encrypted_text.encode("ascii")).decode()
