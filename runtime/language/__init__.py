"""A small language model on this machine, for trying `generate` nodes without a key: `MODEL=local`."""
