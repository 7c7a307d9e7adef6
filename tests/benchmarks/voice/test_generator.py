"""Jobs for the processes that call."""

import pickle

from benchmarks.voice import crowd
from benchmarks.voice.crowd import CALLERS_A_PROCESS
from benchmarks.voice.generator import Job, Talk

TALKS = tuple(Talk(f"bot{number}", (), ()) for number in range(3))


def jobs(calls: int, servers: int) -> list[Job]:
    return crowd.jobs(calls, [f"http://{number}" for number in range(servers)], TALKS, 60)


def test_callers_are_spread_over_processes_and_servers() -> None:
    made = jobs(11, 2)
    assert sum(len(job.callers) for job in made) == 11
    assert max(len(job.callers) for job in made) <= CALLERS_A_PROCESS
    by_server = [sum(len(job.callers) for job in made if job.server == f"http://{number}") for number in range(2)]
    assert by_server == [6, 5]


def test_callers_begin_one_after_the_other_with_different_calls() -> None:
    (job,) = jobs(3, 1)
    starts = [start_s for start_s, _ in job.callers]
    assert starts == sorted(set(starts))
    assert [talks[0].bot for _, talks in job.callers] == ["bot0", "bot1", "bot2"]
    assert all({talk.bot for talk in talks} == {"bot0", "bot1", "bot2"} for _, talks in job.callers)


def test_a_job_reaches_its_process_whole() -> None:
    (job,) = jobs(1, 1)
    assert pickle.loads(pickle.dumps(job)) == job
