"""What is kept of conversations: an event log that only grows, and a vault for what is personal in it."""
