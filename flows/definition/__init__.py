"""What a bot may say of itself: the classes that the YAML is read into."""
