"""Sub-flows, language models and knowledge bases: what nodes speak of is declared, and fits."""

from collections.abc import Iterable, Iterator

from flows.checks.look import Look
from flows.definition.nodes.answer import Answer
from flows.definition.nodes.flow import RunFlow
from flows.definition.nodes.generate import Generate
from flows.definition.nodes.node import Node
from flows.definition.repair import repair_flows
from flows.definition.tool import RETURN_TYPES
from flows.findings import Finding
from flows.loader.document import Path
from flows.near import did_you_mean
from flows.values.slots import SLOT_TYPES


def known_parts(look: Look) -> Iterator[Finding]:
    """Flows that are run, routes, knowledge bases and tools of models exist; inputs fit; types are known."""
    for path, node in look.nodes():
        match node:
            case RunFlow():
                yield from _run(look, path, node)
            case Generate():
                yield from _generate(look, path, node)
            case Answer() if node.knowledge not in look.bot.knowledge:
                yield _unknown(look, (*path, "knowledge"), "knowledge base", node.knowledge, look.bot.knowledge)
    for name, flow in look.bot.flows.items():
        for field, declared in (("inputs", flow.inputs), ("outputs", flow.outputs)):
            for own, kind in declared.items():
                yield from _known_type(look, ("flows", name, field, own), kind)


def _run(look: Look, path: Path, node: RunFlow) -> Iterator[Finding]:
    flow = look.bot.flows.get(node.flow)
    if flow is None:
        yield _unknown(look, (*path, "flow"), "flow", node.flow, look.bot.flows)
        return
    if node.flow in repair_flows():
        message = f"`{node.flow}` repairs the conversation, and cannot be run as a part."
        yield look.finding("flow.target", (*path, "flow"), message, "Move what you need into a flow of its own.")
    for name in node.arguments:
        if name not in flow.inputs:
            yield _unknown(look, (*path, "with", name), f"input of `{node.flow}`", name, flow.inputs)
    for name in flow.inputs:
        if name not in node.arguments:
            message = f"The flow `{node.flow}` is not given its input `{name}`."
            yield look.finding("flow.input", path, message, f"Add `{name}:` under `with:`.")


def _generate(look: Look, path: Path, node: Generate) -> Iterator[Finding]:
    if node.route is not None and node.route not in look.bot.routes:
        yield _unknown(look, (*path, "route"), "route", node.route, look.bot.routes)
    for at, tool in enumerate(node.tools):
        if tool not in look.bot.tools:
            yield _unknown(look, (*path, "tools", at), "tool", tool, look.bot.tools)
    for name, kind in node.extract.items():
        yield from _known_type(look, (*path, "extract", name), kind)
    if not node.speak and not node.extract:
        message = "The model's words are neither spoken nor are values taken out of them."
        yield look.finding("schema.value", path, message, "Delete `speak: false`, or add `extract:`.", "warning")


def _known_type(look: Look, path: Path, kind: str) -> Iterator[Finding]:
    known = (*SLOT_TYPES, *(name for name in RETURN_TYPES if name not in SLOT_TYPES))
    if kind not in known:
        remedy = did_you_mean(kind, known, f"Use one of {', '.join(known)}.")
        yield look.finding("type.unknown", path, f"There is no type `{kind[:40]}`.", remedy)


def gives_back(look: Look) -> Iterator[Finding]:
    """A flow that is run sets what it says that it gives back."""
    for name, flow in look.bot.flows.items():
        given = {entry for node in flow.nodes.values() for entry in _assigned(node)} | set(look.bot.slots)
        for output in flow.outputs:
            if output not in given:
                message = f"Nothing in the flow `{name}` gives `{output}` a value."
                remedy = f"Set it: `set: {{{output}: …}}`, or have a tool `save` it."
                yield look.finding("flow.output", ("flows", name, "outputs", output), message, remedy, "warning")


def _assigned(node: Node) -> Iterable[str]:
    for field in ("set", "save", "extract"):
        entry = getattr(node, field, None)
        if isinstance(entry, dict):
            yield from entry


def _unknown(look: Look, path: Path, kind: str, name: str, known: Iterable[str]) -> Finding:
    known = list(known)
    remedy = did_you_mean(name, known, f"Declare the {kind} `{name[:40]}`, or correct its name.")
    return look.finding("name.unknown", path, f"There is no {kind} `{name[:40]}`.", remedy)
