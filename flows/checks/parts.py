"""Sub-flows, language models and knowledge bases: what nodes speak of is declared, and fits."""

from collections.abc import Iterable, Iterator

from flows.checks.look import Look
from flows.checks.names import unknown
from flows.definition.nodes.answer import Answer
from flows.definition.nodes.flow import RunFlow
from flows.definition.nodes.generate import Generate
from flows.definition.nodes.node import Node
from flows.definition.repair import repair_flows
from flows.definition.tool import RETURN_TYPES
from flows.findings import Finding
from flows.loader.path import Path
from flows.near import did_you_mean, nearest
from flows.values.slots import SLOT_TYPES


def known_parts(look: Look) -> Iterator[Finding]:
    """Flows that are run, routes, knowledge bases and tools of models exist; inputs fit; types are known."""
    for path, node in look.nodes():
        match node:
            case RunFlow():
                yield from _run(look, path, node)
            case Generate():
                yield from _generate(look, path, node)
            case Answer():
                yield from unknown(look, (*path, "knowledge"), "knowledge base", node.knowledge, "knowledge")
                if node.route is not None:
                    yield from unknown(look, (*path, "route"), "route", node.route, "routes")
    for name, flow in look.bot.flows.items():
        for field, declared in (("inputs", flow.inputs), ("outputs", flow.outputs)):
            for own, kind in declared.items():
                yield from _known_type(look, ("flows", name, field, own), kind)
    for name, variable in look.bot.variables.items():
        yield from _known_type(look, ("variables", name, "type"), variable.type)


def _run(look: Look, path: Path, node: RunFlow) -> Iterator[Finding]:
    if node.flow in repair_flows():
        message = f"`{node.flow}` repairs the conversation, and cannot be run as a part."
        yield look.finding("flow.target", (*path, "flow"), message, "Move what you need into a flow of its own.")
    else:
        yield from unknown(look, (*path, "flow"), "flow", node.flow, "flows")
    flow = look.bot.flows.get(node.flow)
    if flow is None:
        return
    for name in node.arguments:
        inputs = look.entries(("flows", node.flow, "inputs"), flow.inputs)
        if inputs is not None and name not in inputs:
            remedy = did_you_mean(name, inputs, f"Declare it under `inputs:` of `{node.flow}`, or delete it.")
            message = f"There is no input of `{node.flow}` called `{name[:40]}`."
            yield look.finding("name.unknown", (*path, "with", name), message, remedy)
    meant = {nearest(name, flow.inputs) for name in node.arguments if name not in flow.inputs}
    for name in flow.inputs:
        given = look.entries((*path, "with"), node.arguments)
        if given is not None and name not in given and name not in meant:
            message = f"The flow `{node.flow}` is not given its input `{name}`."
            yield look.finding("flow.input", path, message, f"Add `{name}:` under `with:`.")


def _generate(look: Look, path: Path, node: Generate) -> Iterator[Finding]:
    if node.route is not None:
        yield from unknown(look, (*path, "route"), "route", node.route, "routes")
    for at, tool in enumerate(node.tools):
        yield from unknown(look, (*path, "tools", at), "tool", tool, "tools")
    for name, kind in node.extract.items():
        yield from _known_type(look, (*path, "extract", name), kind)
    if not node.speak and not node.extract and look.sure((*path, "extract")):
        message = "The model's words are neither spoken nor are values taken out of them."
        yield look.finding("schema.value", path, message, "Delete `speak: false`, or add `extract:`.", "warning")


OTHER_TYPES = {
    "string": "text", "str": "text", "float": "number", "double": "number", "decimal": "number", "enum": "choice",
    "amount": "money", "currency": "money", "timestamp": "datetime", "array": "list", "object": "map", "dict": "map",
    "zip": "postcode", "name": "person", "any": "map",
}  # fmt: skip
"""What types are called elsewhere."""


def _known_type(look: Look, path: Path, kind: str) -> Iterator[Finding]:
    known = list(dict.fromkeys((*SLOT_TYPES, *RETURN_TYPES, *getattr(look.bot, "types", ()))))
    if kind not in known and not look.lost.names("types") and not look.hidden("types"):
        remedy = did_you_mean(OTHER_TYPES.get(kind.lower(), kind), known, f"Use one of {', '.join(known)}.")
        yield look.finding("type.unknown", path, f"There is no type `{kind[:40]}`.", remedy)


def gives_back(look: Look) -> Iterator[Finding]:
    """A flow that is run sets what it says that it gives back."""
    for name, flow in look.bot.flows.items():
        given = {entry for node in flow.nodes.values() for entry in _assigned(node)} | set(look.bot.slots)
        for output in flow.outputs:
            if output not in given and look.sure(("flows", name, "nodes")):
                message = f"Nothing in the flow `{name}` gives `{output}` a value."
                remedy = f"Set it: `set: {{{output}: …}}`, or have a tool `save` it."
                yield look.finding("flow.output", ("flows", name, "outputs", output), message, remedy, "warning")


def _assigned(node: Node) -> Iterable[str]:
    for field in ("set", "save", "extract"):
        entry = getattr(node, field, None)
        if isinstance(entry, dict):
            yield from entry
