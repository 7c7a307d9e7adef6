"""Whether callers are who they say they are: how often somebody tried, for how long nobody may, and one-time codes."""
