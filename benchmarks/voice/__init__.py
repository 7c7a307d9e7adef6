"""How long callers wait, measured at the wire: one module a scenario. `benchmarks/voice_to_voice.py` runs them."""
