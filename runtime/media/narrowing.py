"""From what a decoder gives (48 kHz, stereo) to what is listened to (16 kHz, mono), as it comes."""

from errno import EAGAIN

import av
from av.filter import Graph


class Narrowing:
    """Of one stream, whose frames are all alike.

    It does what `av.AudioResampler` does, on the thread that calls it: that one starts a thread for each core and each
    stream, and they live until Python next collects its garbage.
    """

    def __init__(self, rate_hz: int) -> None:
        """To mono int16 of this rate."""
        self._rate_hz = rate_hz
        self._graph: Graph | None = None

    def push(self, frame: av.AudioFrame) -> list[av.AudioFrame]:
        """What comes out when this frame goes in: none at first, then one."""
        if self._graph is None:
            self._graph = self._made_for(frame)
        self._graph.push(frame)
        pieces: list[av.AudioFrame] = []
        while True:
            try:
                piece = self._graph.pull()
            except av.FFmpegError as problem:
                if problem.errno != EAGAIN:
                    raise
                return pieces
            assert isinstance(piece, av.AudioFrame)
            pieces.append(piece)

    def _made_for(self, frame: av.AudioFrame) -> Graph:
        graph = Graph()
        graph.threads = 1
        first = graph.add(
            "abuffer",
            sample_rate=str(frame.sample_rate),
            sample_fmt=frame.format.name,
            channel_layout=frame.layout.name,
            **({"time_base": str(frame.time_base)} if frame.time_base is not None else {}),
        )
        narrow = graph.add("aformat", sample_rates=str(self._rate_hz), sample_fmts="s16", channel_layouts="mono")
        last = graph.add("abuffersink")
        first.link_to(narrow)
        narrow.link_to(last)
        graph.configure()
        return graph
