"""Server-sent events: a stream of bytes cut into messages, as it comes."""

import codecs
import io


class Events:
    """Of one stream. Its cost is that of its bytes, however they are cut; how many there may be is for others."""

    def __init__(self) -> None:
        utf_8 = codecs.getincrementaldecoder("utf-8")("replace")
        self._decoder = io.IncrementalNewlineDecoder(utf_8, translate=True)
        self._begun: list[str] = []
        """The pieces of a line that has not ended."""
        self._data: list[str] = []
        self._kind = ""
        self._first = True

    def feed(self, piece: bytes) -> list[str]:
        """The data of the events that end in a piece. Those of another kind than `message` are left out."""
        text = self._decoder.decode(piece)
        if self._first and text:
            text, self._first = text.removeprefix("\ufeff"), False
        *whole, rest = text.split("\n")
        found = []
        for line in whole:
            self._begun.append(line)
            if (data := self._take("".join(self._begun))) is not None:
                found.append(data)
            self._begun.clear()
        if rest:
            self._begun.append(rest)
        return found

    def _take(self, line: str) -> str | None:
        """The data of an event that ends with this line."""
        if line:
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if name == "data":
                self._data.append(value)
            elif name == "event":
                self._kind = value
            return None
        data, kind = "\n".join(self._data), self._kind
        self._data.clear()
        self._kind = ""
        return data if data and kind in ("", "message") else None
