"""The Model Context Protocol, as far as a client needs it that calls tools: messages, lines, sessions."""
