"""A text that comes piece by piece: what of it is spoken already."""

from flows.definition.nodes.prompt import Prompt
from flows.driver.ports import StreamingOutput, TextStream
from flows.engine.commands import AskModel
from flows.engine.program import Program


class Pieces:
    """Takes the pieces of a model's text. This one lets nobody hear them."""

    def __init__(self) -> None:
        self.text = ""
        """What was spoken of it, with single spaces, as the engine writes it."""

    def add(self, piece: str) -> None:
        """The next piece."""

    def close(self, *, whole: bool) -> None:
        """That was all; `whole` is False where more should have come."""


class SpokenPieces(Pieces):
    """Hands the pieces to an output that speaks them as they come."""

    def __init__(self, output: StreamingOutput, command: AskModel, program: Program) -> None:
        super().__init__()
        self._output = output
        self._command = command
        self._program = program
        self._stream: TextStream | None = None
        self._gap = False
        self._closed = False

    def add(self, piece: str) -> None:
        """The next piece; the stream begins with the first that holds a word. Nothing after the end counts."""
        words = piece.split()
        if self._closed or not words:
            self._gap = self._gap or bool(piece)
            return
        apart = self.text and (self._gap or piece[0].isspace())
        tidy = (" " if apart else "") + " ".join(words)
        self._gap = piece[-1].isspace()
        if self._stream is None:
            self._stream = self._output.stream(self._command, self._spoken)
        self._stream.add(tidy)
        self.text += tidy

    def close(self, *, whole: bool) -> None:
        """Tell the stream, once."""
        stream = None if self._closed else self._stream
        self._closed = True
        if stream is not None and whole:
            stream.finish()
        elif stream is not None:
            stream.fail()

    def _spoken(self, text: str) -> str | None:
        flow, _, name = self._command.node.partition(".")
        node = self._program.flows[flow].nodes.get(name)
        return self._program.spoken(text, node.pronunciations if isinstance(node, Prompt) else None)
