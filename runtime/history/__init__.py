"""What is kept of calls: their events go to one writer of the process, which never makes a call wait."""
