"""Reading what is kept of a conversation."""

from dataclasses import dataclass
from typing import Any

from voxloom.conversations.log import Value
from voxloom.conversations.models import Conversation
from voxloom.conversations.vault import open_key, unseal

GONE = object()
"""Stands where a value was dropped."""


@dataclass(frozen=True)
class Written:
    """A conversation as it is kept: lines with tokens, and what the tokens stand for."""

    call: str
    bot: str
    bot_hash: str
    lines: tuple[dict[str, Any], ...]
    values: tuple[Value, ...]
    """In the order in which they were made; `GONE` where the vault is empty."""
    state: dict[str, Any]
    """After the last line, with tokens."""

    @property
    def open(self) -> bool:
        """Whether the values are still there."""
        return all(value.value is not GONE for value in self.values)


def written(call: str) -> Written | None:
    """A conversation of the workspace at hand; None when there is none. Raises VaultClosed."""
    row = Conversation.objects.filter(call=call).first()
    return read(row) if row is not None else None


def read(row: Conversation) -> Written:
    """All of a conversation. Raises VaultClosed."""
    key_row = getattr(row, "vault_key", None)
    key = open_key(key_row.sealed) if key_row is not None else None
    values = tuple(
        Value(kept.token, kept.personal, kept.shape, unseal(key, bytes(kept.sealed)) if key and kept.sealed else GONE)
        for kept in row.vault_values.order_by("pk")
    )
    events = list(row.events.order_by("seq").values_list("seq", "line"))
    state = dict(row.snapshot)
    for seq, line in events:
        if seq > row.snapshot_seq:
            state.update(line["changes"])
    return Written(row.call, row.bot, row.bot_hash, tuple(line for _, line in events), values, state)
