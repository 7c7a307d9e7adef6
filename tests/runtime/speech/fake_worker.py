"""Recogniser, voice and vectors without models, on the real loop and protocol: what the tests of the service drive."""

import sys
import threading

from runtime.speech.workers.loop import Answer, Handler, Job, Refused, Steps, run
from voxloom.workers.frames import pack_list


def load() -> Handler:
    made: list[str] = []
    begin = b"\xf8" if "opus" in sys.argv else b""  # then the words are a packet that Opus takes

    def handle(job: Job) -> Steps:
        match job.method:
            case "transcribe":
                audio_ms = len(job.payload) // 32
                fields = {"text": " ".join(job.fields["hints"]), "others": job.fields["hints"], "confidence": 0.5}
                fields["shares"] = [[fields["text"], 1.0]] if fields["text"] else []
                return Answer({**fields, "no_speech": 0.25, "audio_ms": audio_ms, "took_ms": 7})
            case "speak":
                if job.fields["voice"] != "joe":
                    raise Refused("voice_unknown", "There is no such voice.", "Use joe.")
                for clause in job.fields["clauses"]:
                    made.append(clause)
                    lengths, payload = pack_list([begin + clause.encode(), b"\xf8\xff\xfe"])
                    if "broken" in clause:
                        lengths = [1]
                    yield Answer({"text": clause, "lengths": lengths, "took_ms": 9}, payload)
                return Answer({})
            case "vote":
                # What is to be voted for comes as the likely words.
                for word in job.fields["hints"]:
                    if word == "hang":
                        threading.Event().wait()
                    yield Answer({"shares": [[word, 0.75], [f"not {word}", 0.25]]})
                return Answer({})
            case "made":
                return Answer({"made": made})
        yield from ()
        return Answer({"count": len(job.fields["sentences"])}, bytes(896 * 4 * len(job.fields["sentences"])))

    return handle


if __name__ == "__main__":
    run(load)
