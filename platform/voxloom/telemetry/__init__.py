"""How the process is: alive, ready for a call, and how fast it answers."""
