"""Who did what, when: the append-only record of administrative acts. No act is recorded yet, so it has no models."""
