"""What stands between the network and the applications: Daphne, with limits on what one client may take of it."""
