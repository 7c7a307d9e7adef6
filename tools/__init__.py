"""What a bot can do in the world: tool bindings."""
