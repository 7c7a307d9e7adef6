"""The pure dialogue engine: `resume(state, event) -> Sprint`."""
