"""The words of a language stand in the data files: no module holds a list of them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import flows.values

FOLDER = Path(flows.values.__path__[0])
MAX_WORDS = 6
"""So many words may stand together in the code: names of fields and kinds, seldom more."""
WORD = re.compile(r"[a-z]+(?:['’-][a-z]+)*(?: [a-z]+(?:['’-][a-z]+)*)*")
NO_WORDS_OF_CALLERS = {
    ("address_words.py", "SETS"): "lists of the data, by name",
    ("calendar_meanings.py", "_MEANINGS"): "kinds of phrases, which the data names",
    ("calendar_readers.py", "readers"): "readers, which the data names",
    ("clock_readers.py", "clock_readers"): "readers, which the data names",
    ("duration_words.py", "UNIT_SECONDS"): "units, which the data names",
    ("slots.py", "SLOT_TYPES"): "slot types, by the word in a bot",
    ("spelling_words.py", "spelling_words"): "lists of the data, by name",
}
"""What may be longer, by the name that it has or the function in which it stands, and why."""


def lists_of_words(code: str) -> Iterator[tuple[str, list[str]]]:
    """The longest collection of words in each statement of a module, with the name of the statement."""
    for statement in ast.parse(code).body:
        found = [words for node in ast.walk(statement) if len(words := list(_words(node))) > MAX_WORDS]
        if found:
            yield _name(statement), max(found, key=len)


def _name(statement: ast.stmt) -> str:
    match statement:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.Assign(targets=[ast.Name(id=name), *_]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
    return ""


def _words(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.List(elts=entries) | ast.Tuple(elts=entries) | ast.Set(elts=entries):
            yield from _texts(entries)
        case ast.Dict(keys=keys, values=values):
            yield from max(list(_texts(keys)), list(_texts(values)), key=len)
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)), attr="split" | "splitlines")):
            yield from re.findall(r"[a-z']+", text)
        case ast.Assign(value=ast.Constant(value=str(text))):
            yield from re.findall(r"[a-z']+", text)
        case ast.Constant(value=str(text)) if text.count("|") > 1:
            yield from re.findall(r"[a-z']{2,}", text)


def _texts(nodes: list[ast.expr] | list[ast.expr | None]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and WORD.fullmatch(node.value):
            yield node.value
        elif isinstance(node, ast.Tuple):
            yield from _texts(node.elts)


@pytest.mark.parametrize("module", sorted(FOLDER.glob("*.py")), ids=lambda module: str(module.name))
def test_no_module_holds_a_list_of_words(module: Path) -> None:
    found = dict(lists_of_words(module.read_text(encoding="utf-8")))
    assert [words for name, words in found.items() if (module.name, name) not in NO_WORDS_OF_CALLERS] == []


def test_every_exception_is_still_needed() -> None:
    long = {
        (module.name, name)
        for module in FOLDER.glob("*.py")
        for name, _ in lists_of_words(module.read_text(encoding="utf-8"))
    }
    assert set(NO_WORDS_OF_CALLERS) <= long


@pytest.mark.parametrize(
    "code",
    [
        "A = frozenset('um uh erm er hmm mm ah'.split())",
        "A = {'um', 'uh', 'erm', 'er', 'hmm', 'mm', 'ah'}",
        "def f():\n    return word in ('um', 'uh', 'erm', 'er', 'hmm', 'mm', 'ah')",
        "class C:\n    words = ['a b', \"it's\", 'c', 'd', 'e', 'f', 'g']",
        "A = {'one': 1, 'two': 2, 'three': 3, 'four': 4, 'five': 5, 'six': 6, 'seven': 7}",
        "A = {1: 'one', 2: 'two', 3: 'three', 4: 'four', 5: 'five', 6: 'six', 7: 'seven'}",
        "A = 'um uh erm er hmm mm ah'\nB = A.split()",
        "A = re.compile('um|uh|erm|er|hmm|mm|ah')",
        "A = (('me', 'and'), ('me', 'plus'), ('my', 'self'), ('no', 'one'))",
    ],
)
def test_lists_of_words_are_noticed(code: str) -> None:
    assert len(list(lists_of_words(code))) == 1


@pytest.mark.parametrize("code", ["A = {'um', 'uh'}", "A = ['USD', 'GBP', 'EUR', 'CAD', 'AUD', 'NZD', 'SGD', 'HKD']"])
def test_short_lists_and_codes_are_none(code: str) -> None:
    assert list(lists_of_words(code)) == []


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.en.yaml")), ids=lambda file: str(file.name))
def test_no_word_of_the_data_is_a_boolean(file: Path) -> None:
    """YAML reads a bare `no` and `on` as booleans; `asked: true` of a rule is meant so."""
    data = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    data.pop("rules", None)
    assert list(_booleans(data)) == []


def _booleans(data: object) -> Iterator[bool]:
    match data:
        case dict():
            yield from (key for key in data if isinstance(key, bool))
            yield from _booleans(list(data.values()))
        case list():
            for entry in data:
                yield from _booleans(entry)
        case bool():
            yield data
