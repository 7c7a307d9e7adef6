"""What may go wrong when a language model is asked. No message holds a word of a question or an answer, nor a key."""

from flows.understanding.model.port import ModelFailed


class NoProcess(ModelFailed):
    """The process that asks models is not there, or ended meanwhile: that says nothing of who is asked."""

    logs_its_words = True


class ProviderFailed(ModelFailed):
    """Who was asked refused, was away, or sent what cannot be read."""

    logs_its_words = True

    def __init__(self, kind: str, status: int | None = None, retry_after_s: float | None = None) -> None:
        """`kind`: the name of the library's exception; `status`: of HTTP, where there was one."""
        super().__init__(kind if status is None else f"{kind} ({status})")
        self.kind = kind
        self.status_code = status
        self.retry_after_s = retry_after_s
        """How long the provider wants to be left alone, in seconds."""


class TooLong(ModelFailed):
    """The answer does not end."""

    logs_its_words = True


class Silent(ModelFailed):
    """The answer has no words, though the caller waits for some: refused by the provider's own rules, as a rule."""

    logs_its_words = True
