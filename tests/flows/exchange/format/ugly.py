"""Writes data as YAML that nobody would want to read: any indentation, quotes, braces, comments and blank lines."""

import json
from dataclasses import dataclass, field
from random import Random
from typing import Any

WORDS = (
    "a",
    "which",
    "no",
    "it's",
    "a: b",
    "x # y",
    "- d",
    "",
    " lead",
    "{{ n }}",
    "éß",
    "12",
    "yes",
    "#",
    "a\\b",
    '"',
    "k,l",
)


@dataclass
class Ugly:
    """One text and the comments that stand in it."""

    random: Random
    comments: list[str] = field(default_factory=list)

    def bot(self) -> tuple[str, Any]:
        """A text with the data that it stands for."""
        data = {f"k{at}": self.value(3) for at in range(self.random.randint(1, 4))}
        data.update({name: self.value(2) for name in self.random.sample(("flows", "voxloom", "slots", "layout"), 2)})
        names = list(data)
        self.random.shuffle(names)
        data = {name: data[name] for name in names}
        return self.map(data, 0) + self.between(0), data

    def value(self, depth: int) -> Any:
        """Random data."""
        kind = self.random.randint(0, 5 if depth else 1)
        if kind <= 1:
            return self.random.choice((1, 2.5, True, None, "two\nlines\n", "two\n\n lines", *WORDS))
        if kind <= 3:
            return {self.word(at): self.value(depth - 1) for at in range(self.random.randint(0, 4))}
        return [self.value(depth - 1) for _ in range(self.random.randint(0, 4))]

    def word(self, at: int) -> str:
        """A key."""
        return f"{self.random.choice(('nodes', 'w', 'a b', 'x-y'))}{at}"

    def comment(self) -> str:
        """A new comment."""
        self.comments.append(f"#{self.random.choice(('', ' '))}c{len(self.comments)} - x: [y {{")
        return self.comments[-1]

    def beside(self) -> str:
        """Perhaps a comment behind something."""
        gap = self.random.choice((" ", "   "))
        return gap + self.comment() if self.random.random() < 0.15 else self.random.choice(("", "", "", "  "))

    def between(self, indent: int) -> str:
        """Perhaps blank lines and comments, not all where they should be."""
        lines = []
        for _ in range(self.random.choice((0, 0, 0, 1, 2))):
            margin = " " * max(0, indent + self.random.choice((0, 0, 0, 2, -2)))
            line = self.random.choice(("", " ", "#"))
            lines.append(f"{margin}{self.comment()}\n" if line == "#" else f"{line}\n")
        return "".join(lines)

    def map(self, data: dict[str, Any], indent: int) -> str:
        """A block map."""
        colon = self.random.choice((":", ":", " :"))
        return "".join(
            f"{self.between(indent)}{' ' * indent}{self.key(name)}{colon}{self.below(value, indent, is_map=True)}"
            for name, value in data.items()
        )

    def list(self, data: list[Any], indent: int) -> str:
        """A block list."""
        return "".join(
            f"{self.between(indent)}{' ' * indent}-{self.below(value, indent, is_map=False)}" for value in data
        )

    def below(self, value: Any, indent: int, *, is_map: bool) -> str:
        """What stands behind a colon or dash, up to the line end."""
        deeper = indent + self.random.randint(1, 5)
        if isinstance(value, dict) and value and self.random.random() < 0.7:
            if not is_map and self.random.random() < 0.5:
                return self.beside_dash(value, indent + 1 + self.random.randint(1, 3), indent)
            return f"{self.beside()}\n{self.map(value, deeper)}"
        if isinstance(value, list) and value and self.random.random() < 0.7:
            column = indent if is_map and self.random.random() < 0.3 else deeper
            return f"{self.beside()}\n{self.list(value, column)}"
        if isinstance(value, str) and "\n" in value and self.random.random() < 0.7:
            return self.literal(value, deeper, indent)
        return f"{' ' * self.random.randint(1, 3)}{self.inline(value, deeper)}{self.beside()}\n"

    def beside_dash(self, value: dict[str, Any], column: int, indent: int) -> str:
        """A map whose first key stands in the line of the dash."""
        first, *rest = value.items()
        head = " " * (column - indent - 1) + self.key(first[0]) + ":" + self.below(first[1], column, is_map=True)
        return head + self.map(dict(rest), column)

    def literal(self, value: str, deeper: int, indent: int) -> str:
        """A text behind `|`, with whatever blank lines may stand behind it."""
        digit = deeper - indent if self.random.random() < 0.3 or value[:1] in ("\n", " ") else ""
        lines = value.removesuffix("\n").split("\n")
        body = "".join(f"{' ' * deeper}{line}\n" if line else "\n" for line in lines)
        keep = "+" if value.endswith("\n") and self.random.random() < 0.3 and value.strip() else ""
        more = self.random.choice(("", "\n")) if not keep and value != "\n" else ""
        return f" |{digit}{keep or ('' if value.endswith(chr(10)) else '-')}{self.beside()}\n{body}{more}"

    def key(self, name: str) -> str:
        """A key, perhaps in quotes."""
        return self.random.choice((name, name, f'"{name}"', f"'{name}'"))

    def inline(self, value: Any, indent: int) -> str:
        """In braces, brackets or quotes."""
        comma = self.random.choice((",", ", ", " ,  ", ",\n" + " " * indent))
        if isinstance(value, dict):
            return (
                "{" + comma.join(f"{self.key(name)}: {self.inline(one, indent)}" for name, one in value.items()) + "}"
            )
        if isinstance(value, list):
            end = "," if value and self.random.random() < 0.2 else ""
            return "[ " + comma.join(self.inline(one, indent) for one in value) + end + "]"
        if isinstance(value, str):
            return self.text(value, indent)
        return json.dumps(value)

    def text(self, value: str, indent: int) -> str:
        """Some kind of quotes."""
        if value in ("a", "which", "it's", "éß", "a\\b") and self.random.random() < 0.5:
            return value
        if "\n" not in value and self.random.random() < 0.5:
            return "'" + value.replace("'", "''") + "'"
        quoted = json.dumps(value, ensure_ascii=self.random.random() < 0.3)
        if self.random.random() < 0.2 and "\\" not in quoted and value[:1] != " ":
            return quoted[:1] + "\\\n" + " " * indent + quoted[1:]
        return quoted
