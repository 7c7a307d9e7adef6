"""A state whose bot has changed under it: what is gone is left, with a word to the caller."""

from flows.definition.nodes.ask import Ask
from flows.definition.nodes.generate import Generate
from flows.engine.holding import cut
from flows.engine.state import Frame
from flows.engine.turn import Turn


def mend(turn: Turn) -> bool:
    """Drop the flows, nodes and slots that the bot does not have (any more). True when a flow was dropped: then
    `on_error` is on top, to say so."""
    state, bot = turn.state, turn.program.bot
    if any(name not in bot.slots for name in state.slots):
        turn.change(slots={name: value for name, value in state.slots.items() if name in bot.slots})
    kept = tuple(frame for frame in state.stack if _stands(turn, frame))
    if len(kept) == len(state.stack):
        return False
    gone = next(frame for frame in state.stack if not _stands(turn, frame))
    turn.note("error", code="node_gone", problem=f"there is no node {gone.flow}.{gone.node}")
    cut(turn, state.stack.index(gone))
    turn.change(tool=None, model=None, candidates=(), phase="running")
    turn.push("on_error")
    return True


def _stands(turn: Turn, frame: Frame) -> bool:
    """Whether a frame stands on something that is there, in all that it remembers."""
    flows = turn.program.flows
    places = [(frame.flow, frame.node), *((step.flow, step.node) for step in (*frame.path, *frame.retrace))]
    if frame.stood is not None:
        places.append((frame.stood.flow, frame.stood.node))
    if any(flow not in flows or node not in flows[flow].nodes for flow, node in places):
        return False
    node = flows[frame.flow].nodes[frame.node]
    match node:
        case Ask():
            return frame.question is None or node.slot in turn.program.bot.slots
        case Generate():
            return True
    return frame.question is None
