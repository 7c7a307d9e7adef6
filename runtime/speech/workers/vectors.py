"""Sentence vectors (flows/vectors): one thread, 896 values a sentence, of quick ones 512; length 1."""

from flows.vectors.encoder import VALUES, SentenceEncoder
from flows.vectors.versions import UNIVERSAL_VALUES
from runtime.speech import models
from runtime.speech.workers.loop import Answer, Handler, Job, Refused, Steps, run

MOST_SENTENCES = 2_000
LONGEST_SENTENCE_CHARACTERS = 2_000
_AT_ONCE = 32  # a step of some 70 ms: a caller's sentence waits no longer for a bot that is being learned


def load() -> Handler:
    """Check and load the weights; the function that answers requests."""
    models.find("vectors")
    encoder = SentenceEncoder()
    encoder.encode(["warm", "the first sentence loads the weights"])

    def handle(job: Job) -> Steps:
        sentences = job.fields.get("sentences", [])
        if not isinstance(sentences, list) or len(sentences) > MOST_SENTENCES:
            raise Refused("too_many_sentences", f"More than {MOST_SENTENCES} sentences at once.", "Send fewer.")
        # An empty sentence has no vector of its own; a space stands for it.
        texts = [str(sentence)[:LONGEST_SENTENCE_CHARACTERS].strip() or " " for sentence in sentences]
        made, encode = [], encoder.quick if job.fields.get("quick") is True else encoder.encode
        for start in range(0, len(texts), _AT_ONCE):
            if start:
                yield None
            made.append(encode(texts[start : start + _AT_ONCE]).astype("<f4", copy=False).tobytes())
        values = UNIVERSAL_VALUES if job.fields.get("quick") is True else VALUES
        return Answer({"count": len(texts), "values": values}, b"".join(made))

    return handle


if __name__ == "__main__":
    run(load)
