"""What is made before the first caller of a bot: its understanding and its prompts, by jobs on any machine."""
