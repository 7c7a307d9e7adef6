"""Pieces of a text make the text that the engine writes, whatever they are cut into."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from flows.driver.pieces import Pieces, SpokenPieces
from flows.engine.commands import AskModel
from flows.engine.program import Program
from tests.flows.driver.fakes import StreamingOutput
from tests.flows.small_bots import bot

TEXT = """
pronunciations: {IBAN: eye ban}
flows:
  main:
    nodes:
      think: {type: generate, prompt: Say hello., pronunciations: {ACME: ackmee}, on_error: end, next: end}
"""
PROGRAM = Program(bot(TEXT, warnings=True))


class Output(StreamingOutput):
    """Without a clock."""

    def _write(self, kind: str, text: str) -> None:
        self.lines.append((kind, text, 0.0))


def _pieces() -> tuple[SpokenPieces, Output]:
    output: Any = Output()
    return SpokenPieces(output, AskModel("model-1", "main.think", "Say hello.", 1000), PROGRAM), output


@given(st.lists(st.text("ab \n\t\u00a0\u2003", max_size=4)))
def test_together_they_are_the_text(cut: list[str]) -> None:
    pieces, output = _pieces()
    for piece in cut:
        pieces.add(piece)
    pieces.close(whole=True)
    pieces.add("more")
    pieces.close(whole=False)
    text = " ".join("".join(cut).split())
    assert pieces.text == text
    told = [("stream", "main.think"), *(("piece", piece) for kind, piece, _ in output.lines if kind == "piece")]
    assert [line[:2] for line in output.lines] == ([*told, ("finish", "")] if text else [])
    assert "".join(piece for kind, piece in told if kind == "piece") == text


def test_a_text_that_breaks_off_is_told_as_one() -> None:
    pieces, output = _pieces()
    pieces.add("Your")
    pieces.close(whole=False)
    pieces.close(whole=True)
    assert [kind for kind, _, _ in output.lines] == ["stream", "piece", "fail"]


def test_words_are_pronounced_as_the_bot_and_the_node_say() -> None:
    pieces, output = _pieces()
    pieces.add("The")
    assert output.spoken("The IBAN of ACME") == "The eye ban of ackmee"
    assert output.spoken("Nothing.") is None


def test_what_nobody_hears_leaves_nothing() -> None:
    pieces = Pieces()
    pieces.add("secret")
    pieces.close(whole=True)
    assert pieces.text == ""
