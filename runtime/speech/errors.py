"""What the speech workers may raise to a call."""


class SpeechUnavailable(Exception):
    """A speech worker could not answer: a code for programs, a message in the user's words and a remedy.

    >>> str(SpeechUnavailable("speech_late", "The voice did not answer in time.", "Try again."))
    'The voice did not answer in time. Try again.'
    """

    logs_its_words = True

    def __init__(self, code: str, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}".strip())
        self.code = code
        self.message = message
        self.remedy = remedy
