"""What the kernel says of processes."""

import os
import socket

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


def test_sockets_are_known_by_their_inode_and_the_port_they_lead_to() -> None:
    table = "  sl  local_address rem_address\n   0: 0100007F:1F90 0200007F:C350 01 0:0 00:0 0 0 0 4242 1 0\n"
    assert processes.parse_sockets(table) == {"socket:[4242]": 50_000}


def test_the_sockets_of_this_process_are_found() -> None:
    before = len(processes.sockets(os.getpid(), "udp"))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.bind(("127.0.0.1", 0))
        assert len(processes.sockets(os.getpid(), "udp")) == before + 1
        assert f"socket:[{os.fstat(one.fileno()).st_ino}]" in processes.descriptors(os.getpid())


def test_memory_of_its_own_is_some_of_all_it_has() -> None:
    own = processes.usage([os.getpid()], children=False)
    assert 1 < processes.anonymous_mb(os.getpid()) < own.rss_mb
