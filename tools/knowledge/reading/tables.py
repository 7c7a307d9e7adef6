"""Tables as they are read out: each row is a sentence of its own, which names its columns."""

from collections.abc import Sequence


def sentence_of(row: Sequence[str], heads: Sequence[str] = ()) -> str:
    """A row. Its first cell says what it is about: "Debit card: price a year: free; cash withdrawals: free"."""
    cells = [cell.strip() for cell in row]
    if not heads or len(cells) < 2:
        return "; ".join(cell for cell in cells if cell)
    named = [
        f"{head.strip()}: {cell}" if head.strip() else cell
        for head, cell in zip([*heads[1:], *[""] * len(cells)], cells[1:], strict=False)
        if cell
    ]
    first = cells[0]
    if not first:
        return "; ".join(named)
    return f"{first}: {'; '.join(named)}" if named else first
