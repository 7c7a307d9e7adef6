"""All node types as one union; the word in `type:` picks the class."""

from typing import Annotated

from pydantic import Field

from flows.definition.nodes.answer import Answer
from flows.definition.nodes.ask import Ask
from flows.definition.nodes.call import Call
from flows.definition.nodes.decide import Decide
from flows.definition.nodes.end import End
from flows.definition.nodes.flow import RunFlow
from flows.definition.nodes.generate import Generate
from flows.definition.nodes.handoff import Handoff
from flows.definition.nodes.node import Node
from flows.definition.nodes.say import Say
from flows.definition.nodes.set import Set

NODE_TYPES: dict[str, type[Node]] = {
    "say": Say,
    "ask": Ask,
    "decide": Decide,
    "set": Set,
    "call": Call,
    "generate": Generate,
    "answer": Answer,
    "flow": RunFlow,
    "handoff": Handoff,
    "end": End,
}
AnyNode = Annotated[
    Say | Ask | Decide | Set | Call | Generate | Answer | RunFlow | Handoff | End, Field(discriminator="type")
]
"""A node of a flow."""
