"""The order of the fields of a bot's file."""

from flows.exchange.field_order import ORDER
from flows.exchange.format.tree import BLANK, Collection, Entry

_RANK = {name: rank for rank, name in enumerate(ORDER)}


def put_in_order(root: Collection) -> None:
    """Sort the fields; one that the language does not have stays behind the one that it stands behind."""
    ranked, rank = list[tuple[int, Entry]](), -1
    for entry in root.items:
        rank = _RANK.get(_name(entry), rank)
        ranked.append((rank, entry))
    ranked.sort(key=lambda pair: pair[0])
    first = root.items[0]
    root.items = [entry for _, entry in ranked]
    if root.items[0] is not first and first.above:
        # What stands at the top of the file is about the file, not about the field that happened to be first.
        gap = [] if first.above[-1] == BLANK or not root.items[0].above else [BLANK]
        root.items[0].above = [*first.above, *gap, *root.items[0].above]
        first.above = []


def _name(entry: Entry) -> str:
    return entry.key.raw.strip("\"'") if entry.key is not None else ""
