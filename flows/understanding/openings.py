"""What stands before and behind the meaning: "no", "sorry, I meant", "yes but make it", "please"."""

from collections.abc import Iterator
from dataclasses import dataclass

from flows.understanding.line import Line
from flows.understanding.phrases import groups, phrases

FILE = "corrections.yaml"


@dataclass(frozen=True, slots=True)
class Opening:
    """The kinds of what a sentence began with, and the rest of it."""

    kinds: frozenset[str]
    rest: Line
    steps: tuple[tuple[str, int], ...] = ()
    """(kind, the token behind it) of each phrase, in order."""
    whole: Line | None = None

    @property
    def corrects(self) -> bool:
        """Whether it sounds as if something is put right."""
        return bool(self.kinds & {"no", "said", "make", "soft"})

    @property
    def takes_back(self) -> bool:
        """Whether it can hardly be said but to put something right."""
        return bool(self.kinds & {"no", "said"})

    def shorter(self) -> Iterator["Opening"]:
        """This opening, then the same without its last phrase, and so on to none at all."""
        yield self
        for count in range(len(self.steps) - 1, -1, -1):
            steps = self.steps[:count]
            if self.whole is not None:
                rest = self.whole.part(steps[-1][1] if steps else 0)
                yield Opening(frozenset(kind for kind, _ in steps), rest, steps, self.whole)


def opening(line: Line) -> Opening:
    """Take the opening phrases away one by one, the longest first, and what closes a sentence."""
    kinds: set[str] = set()
    steps: list[tuple[str, int]] = []
    at = 0
    while at < len(line):
        found = [
            (match.end, kind)
            for kind, one in groups(FILE, "openings").items()
            if (match := one.at_start(line.tokens, at))
        ]
        if not found:
            break
        end, kind = max(found)
        if kind == "yes" and kinds & {"yes", "no"}:
            kind = "soft"
        kinds.add(kind)
        steps.append((kind, end))
        at = end
    end = len(line)
    while end > at and (match := phrases(FILE, "closings").at_end(line.tokens[:end])) is not None and match.start > at:
        kinds |= {"soft"} if line.tokens[match.start] in ("sorry", "i", "instead", "rather", "actually") else set()
        end = match.start
    return Opening(frozenset(kinds), line.part(at, end), tuple(steps), line)
