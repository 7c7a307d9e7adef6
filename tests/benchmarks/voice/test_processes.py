"""What the kernel says of processes."""

import os

from benchmarks.voice import processes


def test_a_line_of_the_kernel_is_read_behind_the_name() -> None:
    line = "7 (a (b) c) S 3 7 7 0 -1 0 0 0 0 0 250 50 0 0 20 0 9 0 1 0 2560 18446744073709551615"
    parent, used = processes.parse_stat(line)
    ticks = os.sysconf("SC_CLK_TCK")
    assert (parent, used.cpu_s, used.threads) == (3, 300 / ticks, 9)
    assert used.rss_mb == 2560 * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


def test_a_family_is_everything_below() -> None:
    assert processes.family(2, {2: 1, 3: 2, 4: 3, 5: 1}) == {2, 3, 4}


def test_this_process_uses_something() -> None:
    assert processes.usage([os.getpid()], children=False).rss_mb > 1
