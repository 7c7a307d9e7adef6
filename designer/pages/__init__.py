"""The pages of the designer: the bots of a workspace, a new one, and the shell in which one is drawn."""
