"""The draft of a bot: what it is now, what a change makes of it, and how it is shown."""
