"""The pure dialogue engine: `resume(state, event) -> Sprint`."""

from flows.engine.program import Program
from flows.engine.resume import resume, start
from flows.engine.state import Sprint, State, state_from_json, state_to_json

__all__ = ["Program", "Sprint", "State", "resume", "start", "state_from_json", "state_to_json"]
