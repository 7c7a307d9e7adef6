"""Small bots for the checks, and what is told of them."""

from flows.checks.look import Look
from flows.loader.decode import decode_bot
from flows.loader.document import read_document
from flows.loader.load import load_text

HEAD = "voxloom: 1\nbot: small\nstart: main\ndefaults: {on_fail: handoff, on_error: handoff}\n"
MAIN = "flows:\n  main:\n    nodes:\n      a: {type: say, say: Hello., next: end}\n"


WITHOUT_VALUES = "slot.unset"
"""Small bots read names that nothing gives a value to; tests/flows/checks/test_unset.py is about that."""


def codes(text: str) -> list[str]:
    """The codes that are told of a bot."""
    return [code for code, _ in told(text)]


def told(text: str) -> list[tuple[str, str]]:
    """Code and path of everything that is told of a bot."""
    findings = load_text(HEAD + text).findings
    return [(finding.code, finding.path) for finding in findings if finding.code != WITHOUT_VALUES]


def nodes(*written: str) -> str:
    """The flow `main` with these nodes."""
    return "flows:\n  main:\n    nodes:\n" + "".join(f"      {node}\n" for node in written)


def look(text: str) -> Look:
    """What the checks look at."""
    document, _ = read_document((HEAD + text).encode(), "small.yaml")
    assert document is not None
    decoded = decode_bot(document)
    assert decoded.rest is not None, decoded.findings
    return Look(decoded.rest, document, decoded.lost)
