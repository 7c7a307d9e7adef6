"""Who works on a bot now, and what they change, told to all of them as it happens."""
