"""The page that callers meet: the home page with the bots, and the web component they talk through."""
