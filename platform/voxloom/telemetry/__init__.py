"""How the process is: alive, ready for a call."""
