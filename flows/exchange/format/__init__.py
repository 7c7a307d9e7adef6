"""One readable layout for the text of a bot: changes no data and keeps every comment."""
