"""What operators give to the bots of a workspace: names for addresses, secrets, and the hosts that may be asked."""
