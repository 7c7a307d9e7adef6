"""The process that asks language models: LiteLLM lives here, away from the calls."""
