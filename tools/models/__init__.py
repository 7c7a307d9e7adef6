"""Language models by LiteLLM: local ones behind an OpenAI-compatible address, or hosted ones."""
