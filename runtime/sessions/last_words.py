"""What is said when the bot itself cannot go on. The bot's author has no text for it, so the house has."""

from runtime.speech.clauses import clauses

FAILED = "Sorry, something went wrong here. Please call again."
TOO_LONG = "We have talked for very long. Please call again. Goodbye."
IDLE = "You have not written for a while, so I close this chat. Write again whenever you like. Goodbye."
STOPPING = "This service is restarting. One moment, please."
CUT_OFF = "Sorry, we were cut off."
MOMENT = "Just a moment, please."
LONGER = "Sorry, this takes longer than usual. I am still here."
NOT_CONNECTED = "The voice connection could not be made. Please try again, or type instead."

SERVER_STOPPING = "server stopping"
"""The detail of the end of a call that the server did not wait for."""
SOONEST = tuple(clauses(MOMENT))
"""What may be needed in the first call: nobody hears it made while the voice is what takes long."""
CLAUSES = tuple(clause for text in (MOMENT, LONGER, STOPPING, CUT_OFF, TOO_LONG, FAILED) for clause in clauses(text))
"""What of it is said in voice calls, as it is spoken."""
