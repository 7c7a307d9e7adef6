"""How long silence must last before the bot answers. Pure; what it depends on grows here."""

HOLD_MS = 320
"""Ten windows of 32 ms. 200 ms cut sentences at commas, 500 ms is felt as lag (measured with spoken turns)."""


def hold_ms() -> int:
    """The silence, in ms from the last sound, that ends the caller's turn."""
    return HOLD_MS
