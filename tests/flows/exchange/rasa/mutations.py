"""Projects with something broken in them: values of other shapes, lost lines, bytes that are none of a text."""

import random
import shutil
from pathlib import Path
from typing import Any

import yaml

ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 10**30, "", " ", "x", "END", "slots.amount >", "{{", "{% if %}", "{slot}", "utter_greet",
    "a b: c", "no", [], [None], [[]], ["x", {"if": 1}], {}, {"if": "slots.x", "then": []}, {"else": None},
    {"collect": None}, {"": ""}, {"x": {"x": {}}}, "\u202e", "a" * 300, "((((((", "not not not slots.verified",
    "/SetSlots(", '/inform{"', "transfer_money", "on_error", "end",
)  # fmt: skip
"""Values that stand where others should."""


def files_of(project: Path) -> list[Path]:
    """The files of a project, in the order of their names."""
    return sorted(path for path in project.rglob("*") if path.suffix in (".yml", ".py") and path.is_file())


def mutated(project: Path, into: Path, seed: int) -> Path:
    """A copy of a project with one to four things broken; the same for the same seed."""
    chance = random.Random(seed)
    folder = into / f"bank{seed}"
    shutil.copytree(project, folder)
    for _ in range(chance.randint(1, 4)):
        path = chance.choice(files_of(folder))
        chance.choice((_value, _value, _value, _line, _indent, _cut, _bytes, _gone, _twice))(path, chance)
    return folder


def _value(path: Path, chance: random.Random) -> None:
    """Another value in place of one, or a key that is gone."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError):
        return
    holders = list(_holders(data))
    if not holders:
        return
    holder = chance.choice(holders)
    key = chance.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
    if isinstance(holder, dict) and chance.random() < 0.2:
        holder[str(chance.choice(ODD))] = holder.pop(key)
    elif chance.random() < 0.2:
        del holder[key]
    else:
        holder[key] = chance.choice(ODD)
    path.write_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True), encoding="utf-8")


def _holders(data: Any) -> list[Any]:
    found, waiting = [], [data]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict | list) and one:
            found.append(one)
            waiting += list(one.values() if isinstance(one, dict) else one)
    return found


def _lines(path: Path) -> list[bytes]:
    return path.read_bytes().split(b"\n")


def _line(path: Path, chance: random.Random) -> None:
    lines = _lines(path)
    del lines[chance.randrange(len(lines))]
    path.write_bytes(b"\n".join(lines))


def _indent(path: Path, chance: random.Random) -> None:
    lines = _lines(path)
    at = chance.randrange(len(lines))
    before = chance.choice((b" ", b"\t", b"- ", b"\xc2\xa0"))
    lines[at] = before + lines[at] if chance.random() < 0.6 else lines[at].strip()
    path.write_bytes(b"\n".join(lines))


def _cut(path: Path, chance: random.Random) -> None:
    text = path.read_bytes()
    path.write_bytes(text[: chance.randrange(len(text) + 1)])


def _bytes(path: Path, chance: random.Random) -> None:
    text = bytearray(path.read_bytes() or b" ")
    for _ in range(chance.randint(1, 5)):
        text[chance.randrange(len(text))] = chance.choice(b"\x00\xff:{}[]'\"#&*!|>%@`\n\t-")
    path.write_bytes(bytes(text))


def _gone(path: Path, chance: random.Random) -> None:
    path.unlink()
    if chance.random() < 0.3:
        path.mkdir()


def _twice(path: Path, chance: random.Random) -> None:
    lines = _lines(path)
    begin = chance.randrange(len(lines))
    path.write_bytes(b"\n".join(lines + lines[begin : begin + chance.randint(1, 12)]))
