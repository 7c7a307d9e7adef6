"""A node as a line that reads as a sentence. Its data may have errors: what is missing is left out of the sentence."""

import json
from collections.abc import Callable
from typing import Any

MAX_CHARACTERS = 160
"""Two lines of a node on the canvas; the whole stands in the panel beside it."""
NOTHING_YET = "…"


def sentence(node: Any) -> str:
    """What a node does, in one line.

    >>> sentence({"type": "ask", "slot": "account", "say": "Which account?"})
    'Asks for account: Which account?'
    >>> sentence({"type": "call", "tool": "get_balance", "with": {"account": "{{ account }}"}})
    'Calls get balance with account'
    """
    if not isinstance(node, dict):
        return "Cannot be read as a node"
    tell = _TELL.get(str(node.get("type")))
    if tell is None:
        return "Has no type yet" if node.get("type") is None else f"Is of a type that is not known: {node['type']}"
    return _short(tell(node))


def words(name: Any) -> str:
    """A name as people read it: `get_balance` is get balance."""
    return " ".join(str(name if name is not None else "").replace("_", " ").replace("-", " ").split()) or NOTHING_YET


def _say(node: dict[str, Any]) -> str:
    return f"Says: {_text(node.get('say'))}"


def _ask(node: dict[str, Any]) -> str:
    return f"Asks for {words(node.get('slot'))}: {_text(node.get('say'))}"


def _decide(node: dict[str, Any]) -> str:
    branches = node.get("next")
    told = [_branch(one) for one in branches if isinstance(one, dict)] if isinstance(branches, list) else []
    return f"Decides: {'; '.join(told)}" if told else f"Decides {NOTHING_YET}"


def _branch(branch: dict[str, Any]) -> str:
    if "else" in branch:
        return f"else {words(branch['else'])}"
    return f"if {_text(branch.get('if'))}, {words(branch.get('go'))}"


def _set(node: dict[str, Any]) -> str:
    values = node.get("set")
    if not isinstance(values, dict) or not values:
        return f"Sets {NOTHING_YET}"
    told = ", ".join(_assigned(name, value) for name, value in values.items())
    return told[:1].upper() + told[1:]


def _assigned(name: str, value: Any) -> str:
    if value is None:
        return f"forgets {words(name)}"
    if isinstance(value, dict) and set(value) == {"expr"}:
        return f"sets {words(name)} to {_text(value['expr'])}"
    return f"sets {words(name)} to {_text(value)}"


def _call(node: dict[str, Any]) -> str:
    return f"Calls {words(node.get('tool'))}{_given(node)}{_kept(node)}"


def _flow(node: dict[str, Any]) -> str:
    return f"Runs {words(node.get('flow'))}{_given(node)}{_kept(node)}"


def _given(node: dict[str, Any]) -> str:
    given = node.get("with")
    return f" with {_names(given)}" if isinstance(given, dict) and given else ""


def _kept(node: dict[str, Any]) -> str:
    kept = node.get("save")
    return f", keeps {_names(kept)}" if isinstance(kept, dict) and kept else ""


def _names(values: dict[str, Any]) -> str:
    return ", ".join(map(words, values))


def _generate(node: dict[str, Any]) -> str:
    found = node.get("extract")
    takes = f"takes {_names(found)} from what was said" if isinstance(found, dict) and found else ""
    does = "speaks" if node.get("speak") is not False else ""
    return f"A model {' and '.join(part for part in (takes, does) if part) or 'is asked'}: {_text(node.get('prompt'))}"


def _answer(node: dict[str, Any]) -> str:
    question = node.get("question")
    asked = f": {_text(question)}" if question is not None else ""
    return f"Answers from {words(node.get('knowledge'))}{asked}"


def _handoff(node: dict[str, Any]) -> str:
    said = node.get("say")
    return f"Hands over to a person: {_text(said)}" if said is not None else "Hands over to a person"


def _end(node: dict[str, Any]) -> str:
    said = node.get("say")
    return f"Ends the call: {_text(said)}" if said is not None else "Ends the call"


def _text(value: Any) -> str:
    if value is None or value == "":
        return NOTHING_YET
    return " ".join(value.split()) if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _short(text: str) -> str:
    return text if len(text) <= MAX_CHARACTERS else f"{text[: MAX_CHARACTERS - 1].rstrip()}…"


_TELL: dict[str, Callable[[dict[str, Any]], str]] = {
    "say": _say, "ask": _ask, "decide": _decide, "set": _set, "call": _call, "generate": _generate,
    "answer": _answer, "flow": _flow, "handoff": _handoff, "end": _end,
}  # fmt: skip
