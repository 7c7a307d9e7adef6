"""Turn taking as pure modules: no clock, no audio library."""
