"""Where something stands in a bot: the keys and indices that lead to it."""

Path = tuple[str | int, ...]

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def dotted(path: Path) -> str:
    """A path as findings print it."""
    return ".".join(str(part) for part in path)


def called(path: Path) -> str:
    """The last part of a path as people call it: `x`, or "the first entry of `x`" where the part is an index."""
    if not path:
        return "the bot"
    if isinstance(last := path[-1], int):
        return f"the {_ordinal(last)} entry of {called(path[:-1])}"
    return f"`{last}`"


def thing(path: Path) -> str:
    """What stands at a path, by its kind and name: "the node `a`", "`filler` of the node `a`"."""
    match path:
        case ():
            return "the bot"
        case ("flows", _, "nodes", name):
            return f"the node `{name}`"
        case ("flows", _, "nodes", name, *_):
            return f"{called(path)} of the node `{name}`"
        case (str(group), name) if group in SINGULAR:
            return f"the {SINGULAR[group]} `{name}`"
        case (str(group), name, *_) if group in SINGULAR:
            return f"{called(path)} of the {SINGULAR[group]} `{name}`"
    return called(path)


SINGULAR = {
    "flows": "flow", "slots": "slot", "variables": "variable", "types": "type", "intents": "intent", "tools": "tool",
    "tests": "test", "routes": "route", "knowledge": "knowledge base", "guardrails": "guardrail",
}  # fmt: skip
"""The maps of a bot and what one of their entries is called."""


def capital(text: str) -> str:
    """With a capital first letter, as a sentence begins."""
    return text[:1].upper() + text[1:]


def _ordinal(index: int) -> str:
    return ORDINALS[index] if index < len(ORDINALS) else f"{index + 1}th"
