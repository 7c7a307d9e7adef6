"""The words of a language are data: the files `NAME.LANGUAGE.yaml` of this folder, whole or as a table."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import BeforeValidator, TypeAdapter

DEFAULT_LANGUAGE = "en"
Table = TypeVar("Table")
Phrase = Annotated[tuple[str, ...], BeforeValidator(lambda text: text.split() if isinstance(text, str) else text)]
"""A phrase of the data as the tokens of a sentence."""


@cache
def language_data(name: str, language: str) -> Mapping[str, Any]:
    """The file `NAME.LANGUAGE.yaml` of this folder; English where the language has none."""
    folder = files("flows.values")
    known = language.isascii() and language.isalpha() and folder.joinpath(f"{name}.{language}.yaml").is_file()
    file = folder.joinpath(f"{name}.{language if known else DEFAULT_LANGUAGE}.yaml")
    # As safe as `safe_load` and ten times as fast.
    data: Mapping[str, Any] = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return data


def word_table(kind: type[Table], name: str, language: str = DEFAULT_LANGUAGE) -> Table:
    """The lists of a file that a dataclass has fields for. A bare `no` or `on`, which YAML reads as a boolean, raises.

    Callers keep what they get: it is checked anew each time.
    """
    return TypeAdapter(kind).validate_python(dict(language_data(name, language)))
