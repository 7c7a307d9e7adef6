"""What is looked at before a bot may run."""
