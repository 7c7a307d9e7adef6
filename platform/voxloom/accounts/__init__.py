"""Who may do what: API keys, and the administrator of the first run."""
