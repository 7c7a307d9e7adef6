"""The WebSocket of a call and the tickets that open it."""
