"""What scripts/learn_completeness.py learns from: sentences of two data sets and of a grammar, and their beginnings.

What is known of English stands in learn_completeness.yaml.
"""

import csv
import json
import random
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from runtime.turns.completeness import NUMBER, Lexicon, normal

LANGUAGE = yaml.safe_load(Path(__file__).with_name("learn_completeness.yaml").read_text("utf-8"))
VERB_CLASSES = ("mod", "neg", "be", "contr", "aux", "lex")
NEVER_LAST = frozenset("art poss subj mod neg be contr aux wh conj to prep adv quant fill".split())
BEGINNINGS = 4
"""Of one sentence; more say little that is new."""
A_TEMPLATE = 70
"""Sentences made of one line of the grammar."""
Words = tuple[str, ...]


@dataclass(frozen=True)
class Text:
    """A sentence; `kind` is its intent, or the line of the grammar it was made of."""

    source: str
    kind: str
    text: str


@dataclass(frozen=True)
class Example:
    """Some words; `whole` is 1 for a sentence, 0 for a beginning, 0.5 where it may be either."""

    words: Words
    whole: float
    group: int
    source: str
    weight: float = 1.0


def lexicon_data() -> dict[str, Any]:
    """The word lists that go into the file."""
    classes = LANGUAGE["classes"]
    verbs = " ".join([*(classes[name] for name in VERB_CLASSES), LANGUAGE["verbs"]]).split()
    lists = {key: LANGUAGE[key] for key in ("numbers", "ordinals", "ordinal_endings", "endings", "signs", "marks")}
    return {"classes": classes, "verbs": " ".join(sorted(set(verbs))), **lists}


LEXICON = Lexicon.of(lexicon_data())


def sentences(folder: Path, part: str) -> Iterator[Text]:
    """The sentences of both data sets; `part` is `train` or `test`."""
    clinc = json.loads((folder / "clinc150/data_full.json").read_text("utf-8"))
    for name in ("train", "val", "oos_train", "oos_val") if part == "train" else ("test", "oos_test"):
        yield from (Text("clinc", intent, text) for text, intent in clinc[name])
    with (folder / f"banking77/{part}.csv").open(encoding="utf-8", newline="") as file:
        yield from (Text("banking", row["category"], row["text"]) for row in csv.DictReader(file))


def made(rng: random.Random) -> Iterator[Text]:
    """Telephone sentences of the grammar."""
    for template in LANGUAGE["sentences"]:
        # As often as they come: the shorter an answer, the more often people give it.
        yield from (Text("telephone", template, expanded(template, rng)) for _ in range(A_TEMPLATE))


def expanded(template: str, rng: random.Random) -> str:
    """One of the sentences of a template."""

    def chosen(match: re.Match[str]) -> str:
        if match["slot"]:
            options = LANGUAGE["slots"][match["slot"]]
        elif match["maybe"] is not None:
            options = ["", match["maybe"]]
        else:
            options = match["options"].split("|")
        return str(rng.choice(options))

    innermost = re.compile(r"\{(?P<slot>\w+)\}|\[(?P<maybe>[^][(){}]*)\]|\((?P<options>[^][(){}]*)\)")
    while (further := innermost.sub(chosen, template, count=1)) != template:
        template = further
    return " ".join(template.split())


def pieces(text: str) -> Iterator[Words]:
    """The sentences of a text, as they are seen."""
    for part in re.split(r"(?<=[.?!])\s+", text):
        if words := normal(part, LEXICON):
            yield tuple(words)


def examples(texts: Iterable[Text], rng: random.Random, known: Iterable[Example] = ()) -> list[Example]:
    """Sentences, some of their beginnings, and some that end in a hesitation. `known`: where more sentences stand."""
    every = [(text, words) for text in texts for words in pieces(text.text)]
    whole = {words for _, words in every} | {each.words for each in known if each.whole == 1}
    found = []
    for text, words in every:
        source, number = text.source, zlib.crc32(text.kind.encode())
        found.append(Example(words, 1.0, number, source))
        cuts = rng.sample(range(1, len(words)), min(BEGINNINGS, len(words) - 1))
        for cut in cuts:
            begun = words[:cut]
            either = begun in whole or may_be_missing(begun, words[cut:])
            found.append(Example(begun, 0.5 if either else 0.0, number, source, 1 / len(cuts)))
        if rng.random() < 0.4:
            begun = words[: rng.choice([0, *cuts, len(words)])]
            hesitating = (*begun, *rng.choice(LANGUAGE["hesitations"]).split())
            found.append(Example(hesitating, 0.0, number, source, 0.5))
    return found


def may_be_missing(begun: Words, rest: Words) -> bool:
    """Whether a sentence may also end before its rest: "dollars", "on Friday", "please", "because I lost it"."""
    optional = LANGUAGE["optional"]
    kind = LEXICON.classes.get
    if kind(begun[-1]) in NEVER_LAST or kind(begun[-1]) == "fill":
        return False
    if begun[-1] == NUMBER and kind(rest[0]) == "unit":
        begun, rest = (*begun, rest[0]), rest[1:]
    if set(rest) <= set(optional["tails"].split()):
        return True
    if len(begun) < 3 or rest[0] not in optional["leads"].split() or len(rest) < 2:
        return False
    if kind(rest[0]) == "conj":
        return True
    verb = any(word in LEXICON.verbs for word in rest[1:])
    return len(rest) <= optional["most_words"] and not verb and kind(rest[-1]) not in NEVER_LAST
