"""Who did what, when: a log that only grows, in which a change of an entry, or a missing one, is found."""
