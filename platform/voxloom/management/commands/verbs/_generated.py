"""Tells of generated tests, and puts them into the file of their bot."""

from pathlib import Path

from flows.driver.generate.generator import Generated
from flows.driver.generate.splice import CannotSplice, splice
from flows.driver.generate.text import as_yaml as yaml_text
from flows.loader.document import read_document
from flows.loader.files import read_file, yaml_files
from voxloom.management.commands.verbs._bots import Stop, warn
from voxloom.management.commands.verbs._files import replace_file

NEW_FILE = "tests.yaml"
"""Where tests go in a folder that has none yet."""


def show_generated(generated: Generated, *, as_yaml: bool) -> None:
    """The tests on standard output, ready to stand under `tests:`; what they leave out on standard error."""
    if as_yaml and generated.tests:
        print(yaml_text(generated.tests), end="", flush=True)
    nodes, edges = (f"{count} of {of}" for count, of in (generated.coverage.nodes, generated.coverage.edges))
    warn(f"  {len(generated.tests)} tests written; with them {nodes} nodes, {edges} edges")
    for told in generated.faults:
        conversation = yaml_text({"x": told.conversation}, 0).split("\n", 1)[1].rstrip()
        warn(f"  the bot breaks at {told.fault.flow}.{told.fault.node}: {told.fault.problem}\n{conversation}")
    for why in dict.fromkeys(generated.unreached.values()):
        edges = ", ".join(edge.as_text() for edge, reason in generated.unreached.items() if reason == why)
        warn(f"  not reached: {edges}: {why}")
    for edge, reason in generated.not_testable.items():
        warn(f"  no test: {edge.as_text()}: {reason}")
    for edge, mutants in generated.not_told.items():
        warn(f"  no caller would notice: {edge.as_text()} {', '.join(mutants)}")


def add_to_file(name: str, generated: Generated) -> None:
    """Put the tests at the end of the `tests:` block; nothing else in the file changes. Raises Stop(2)."""
    if not generated.tests:
        return
    path = Path(name)
    try:
        path = _file(path)
        before = path.read_bytes().decode("utf-8") if path.exists() else ""
        after = splice(before, generated.tests) if before else f"tests:\n{yaml_text(generated.tests)}"
        replace_file(path, after.encode())
    except CannotSplice as problem:
        raise Stop(2, f"Nothing can be added to {path}: {problem}. Paste what --generate prints.") from None
    except UnicodeDecodeError:
        raise Stop(2, f"Nothing can be added to {path}: it is not UTF-8 any more.") from None
    except OSError as problem:
        raise Stop(2, f"{path} cannot be written: {problem.strerror}.") from None
    warn(f"  added to {path}")


def _file(path: Path) -> Path:
    """The file to write into: of a folder the last one that has tests. Raises Stop(2)."""
    if path.is_file():
        return path
    if not path.is_dir():
        raise Stop(2, f"--write needs a file; {path} is a bot that is kept elsewhere.")
    with_tests = [entry for entry in yaml_files(path) if _has_tests(entry)]
    return with_tests[-1] if with_tests else path / NEW_FILE


def _has_tests(path: Path) -> bool:
    raw, size = read_file(path)
    document, _ = read_document(raw, path.name, size)
    return document is not None and isinstance(document.data, dict) and bool(document.data.get("tests"))
