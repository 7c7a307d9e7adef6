"""Files made to take for ever or all memory; too large to be kept."""

import json
import resource
import sys
from collections.abc import Callable

HEAD = "voxloom: 1\nbot: bomb\nstart: main\n"
MAIN = "flows:\n  main:\n    nodes:\n      hello: {type: say, say: Hello., next: end}\n"
KIB = 1024


def _nodes(count: int, node: str) -> str:
    lines = "".join(f"      n{at}: {node.format(at=at, after=at + 1)}\n" for at in range(count))
    return f"{HEAD}flows:\n  main:\n    nodes:\n{lines}      end_of_it: {{type: say, say: Bye., next: end}}\n"


BOMBS: dict[str, Callable[[], str]] = {
    "one byte too much": lambda: HEAD + MAIN + "#" * (512 * KIB + 1 - len(HEAD + MAIN)),
    "a list of twenty thousand values": lambda: HEAD + "layout: [" + "1, " * 20_000 + "1]\n" + MAIN,
    "ten thousand brackets": lambda: "[" * 10_000,
    "ten thousand braces": lambda: "{a: " * 10_000,
    "brackets in block style": lambda: "- " * 10_000,
    "a key of half a megabyte": lambda: HEAD + "a" * 500_000 + ": 1\n" + MAIN,
    "nine thousand unknown fields": lambda: HEAD + MAIN + "".join(f"k{at}: 1\n" for at in range(9_000)),
    "a number of 100,000 digits": lambda: HEAD + "layout: " + "9" * 100_000 + "\n" + MAIN,
    "a duration of 100,000 digits": lambda: HEAD + "defaults: {no_input_after: " + "9" * 100_000 + "s}\n" + MAIN,
    "a prompt of half a megabyte": lambda: (
        f'{HEAD}flows: {{main: {{nodes: {{a: {{type: say, say: "{"x " * 250_000}"}}}}}}}}'
    ),
    "a template of many pieces": lambda: (
        f'{HEAD}flows: {{main: {{nodes: {{a: {{type: say, next: end, say: "{"{{ now }}" * 190}"}}}}}}}}'
    ),
    "deep brackets in a template": lambda: _nodes(
        1, '{{type: say, say: "{{{{ ' + "(" * 900 + "1" + ")" * 900 + ' }}}}"}}'
    ),
    "deep brackets in a condition": lambda: _nodes(
        1, "{{type: decide, next: [{{if: '" + "(" * 480 + "1" + ")" * 480 + " == 1', go: end}}, {{else: end}}]}}"
    ),
    "a ring of two thousand nodes": lambda: _nodes(2_000, "{{type: say, say: x, next: n{after}}}").replace(
        "next: n2000", "next: n0"
    ),
    "two thousand edges to nowhere": lambda: _nodes(2_000, "{{type: say, say: x, next: m{after}}}"),
    "two thousand unknown names": lambda: _nodes(2_000, '{{type: say, say: "{{{{ x{at} }}}}"}}'),
    "a hundred misfits among a thousand nodes": lambda: "".join(
        line.replace("say: x", "sya: x") if at % 10 == 9 else line
        for at, line in enumerate(_nodes(1_000, "{{type: say, say: x, next: n{after}}}").splitlines(keepends=True))
    ).replace("next: n1000", "next: end_of_it"),
    "two thousand nodes of an unknown type": lambda: _nodes(2_000, "{{type: sya, say: x, next: n{after}}}"),
    "nine thousand times the same key": lambda: HEAD + MAIN + "name: x\n" * 9_000,
    "many aliases": lambda: HEAD + "name: &a x\n" + "layout: [" + "*a, " * 50_000 + "x]\n" + MAIN,
}

MEMORY_BYTES = 512 * KIB * KIB
CPU_S = 2


def main(name: str) -> None:
    """Load one of them within bounds of memory and time, which begin when the library is there; prints the codes."""
    from flows.loader.load import load_text

    load_text(HEAD + MAIN)
    text = BOMBS[name]()
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit_s = int(used.ru_utime + used.ru_stime) + 1 + CPU_S
    resource.setrlimit(resource.RLIMIT_CPU, (limit_s, limit_s))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    loaded = load_text(text)
    sys.stdout.write(json.dumps({"runnable": loaded.runnable, "codes": sorted({f.code for f in loaded.findings})}))


if __name__ == "__main__":
    main(sys.argv[1])
