"""What problems say: kinds and numbers, which may stand in a log."""

from flows.understanding.model.port import ModelFailed
from tools.models.problems import NoProcess, ProviderFailed, Silent, TooLong


def test_each_is_a_model_that_failed_and_says_no_more_than_it_may() -> None:
    refused = ProviderFailed("RateLimitError", 429, 7.0)
    assert (str(refused), refused.status_code, refused.retry_after_s) == ("RateLimitError (429)", 429, 7.0)
    assert str(ProviderFailed("APIConnectionError")) == "APIConnectionError"
    for kind in (NoProcess, ProviderFailed, Silent, TooLong):
        assert issubclass(kind, ModelFailed)
        assert kind.logs_its_words
