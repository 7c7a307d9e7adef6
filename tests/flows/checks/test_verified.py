"""Names that are true only for callers who are who they say they are."""

from flows.checks.verified import Verified
from flows.expressions.tree import Call, Name
from tests.flows.checks.small import look, nodes

HEAD = (
    "slots: {member: {type: digits}}\n"
    "variables:\n  sure: {type: boolean}\n  told: {type: boolean}\n"
    "  page: {type: boolean, from: caller}\n  signed: {type: digits, from: token}\n"
    "tools:\n  check: {verifies: {who: '{{ member }}'}, stub: {verified: true, other: true}}\n"
)
CHECK = "check: {type: call, tool: check, save: {ok: result.verified}}"
END = "z: {type: say, say: Hi., next: end}"


def _verified(*written: str) -> Verified:
    return Verified(look(HEAD + nodes(*written, END)))


def _kept(*written: str, unverified: set[tuple[str, str]] | None = None) -> set[str]:
    verified = _verified(*written)
    return {name for _, name in verified.kept(verified.candidates, unverified or set())}


def test_what_the_tool_says_and_what_is_carried_on() -> None:
    assert _kept(CHECK) == {"ok", "signed"}
    assert "sure" in _kept(CHECK, "carry: {type: set, set: {sure: '{{ ok }}'}}")
    assert "sure" in _kept(CHECK, "carry: {type: set, set: {sure: {expr: ok and told}}}")
    assert "sure" not in _kept(CHECK, "carry: {type: set, set: {sure: {expr: ok or told}}}")


def test_another_field_and_another_giver_are_no_proof() -> None:
    assert "ok" not in _kept(CHECK.replace("result.verified", "result.other"))
    assert "ok" not in _kept(CHECK, CHECK.replace("check:", "again:", 1).replace("result.verified", "result.other"))
    assert "member" not in _kept("who: {type: ask, slot: member, say: Who?}")


def test_true_is_a_proof_where_only_the_verified_come() -> None:
    note = "note: {type: set, set: {sure: true}}"
    assert "sure" in _kept(note)
    assert "sure" not in _kept(note, unverified={("main", "note")})


def test_what_a_page_says_is_never_one() -> None:
    assert ("", "page") not in _verified("a: {type: set, set: {page: '{{ ok }}'}}", CHECK).candidates


def test_parts_of_conditions() -> None:
    verified = _verified(CHECK)
    names = verified.kept(verified.candidates, set())
    assert verified.is_proof(names, "main", Name("ok"))
    assert not verified.is_proof(names, "main", Name("told"))
    same = Call("_==_", (Name("member"), Name("signed")))
    assert verified.is_proof(names, "main", same)
    assert not verified.is_proof(names, "main", same, held=False)  # neither may have a value
    assert not verified.is_proof(names, "main", Call("_==_", (Name("signed"), Name("signed"))))
