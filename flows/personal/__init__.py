"""Personal values out of what is kept of a conversation: tokens in their place, surrogates where they are gone."""
