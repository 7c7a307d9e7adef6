"""Whether a short piece of sound belongs to a voice, by its level beside that of the voice and of the room.

A detector of speech hears the end of a word some 50 ms late, because it looks at windows and waits to be sure. The
level tells at once, but not whether it is speech: both together are quick and sure (measured: 18 instead of 54 ms).
"""

BELOW_VOICE_DB = 25.0
"""What lies so far below the loudest of the voice is no longer heard as part of it: a soft last "s" is 20 dB below."""
ABOVE_ROOM_DB = 9.0
"""What is hardly louder than the room is the room."""
DISTINCT_DB = 6.0
"""A voice that stands out less than this against `ABOVE_ROOM_DB` is not told from the room by level."""
QUIETEST_VOICE_DBFS = -45.0
"""Until a voice was heard: people speak into microphones at -40 to -15."""
QUIETEST_ROOM_DBFS = -90.0
_VOICE_FALLS_DB = 0.06
"""A step: 6 dB a second, so that a caller who turns away from the microphone is not lost."""
_ROOM_RISES_DB = 0.3
"""A step without speech: 30 dB a second, so that a fan that starts is known before the next word."""
_ROOM_RISES_IN_SPEECH_DB = 0.03
"""The voice is no room."""
_ROOM_FALLS_SHARE = 0.2
"""Of the difference, a step: the gap between two words shows the room."""


class Audibility:
    """Feed it the level of each step of 10 ms, in order."""

    def __init__(self) -> None:
        self._voice_dbfs = QUIETEST_VOICE_DBFS
        self._room_dbfs = QUIETEST_VOICE_DBFS - BELOW_VOICE_DB

    @property
    def telling(self) -> bool:
        """Whether the voice stands out so far that the level tells when it ends."""
        return self._room_dbfs + ABOVE_ROOM_DB <= self._voice_dbfs - DISTINCT_DB

    def hears(self, level_dbfs: float, *, speech: bool) -> bool:
        """Whether this step is of a voice; always True when the level cannot tell. `speech`: it may be one."""
        if speech:
            self._voice_dbfs = max(level_dbfs, self._voice_dbfs - _VOICE_FALLS_DB, QUIETEST_VOICE_DBFS)
        self._room_dbfs = max(self._room(level_dbfs, speech=speech), QUIETEST_ROOM_DBFS)
        if not self.telling:
            return True
        return level_dbfs >= max(self._voice_dbfs - BELOW_VOICE_DB, self._room_dbfs + ABOVE_ROOM_DB)

    def _room(self, level_dbfs: float, *, speech: bool) -> float:
        if level_dbfs < self._room_dbfs:
            return self._room_dbfs + _ROOM_FALLS_SHARE * (level_dbfs - self._room_dbfs)
        return min(level_dbfs, self._room_dbfs + (_ROOM_RISES_IN_SPEECH_DB if speech else _ROOM_RISES_DB))
