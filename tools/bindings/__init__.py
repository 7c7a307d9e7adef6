"""How a tool of a bot reaches the world."""
