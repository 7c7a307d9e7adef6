"""What is said when the bot itself cannot go on. The bot's author has no text for it, so the house has."""

FAILED = "Sorry, something went wrong here. Please call again."
TOO_LONG = "We have talked for very long. Please call again. Goodbye."
STOPPING = "The service is restarting. Please call again in a minute."
NOT_CONNECTED = "The voice connection could not be made. Please try again, or type instead."
