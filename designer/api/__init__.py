"""The REST API: bots, their versions and releases, and conversations, for programs and for the designer's pages."""
