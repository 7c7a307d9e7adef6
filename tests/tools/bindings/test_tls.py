"""Lines under TLS: who is trusted, who shows a certificate, and what becomes of lines that never stand."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from flows.definition.tool_auth import Auth
from flows.driver.ports import ToolOutcome
from tests.tools.authority import Authority
from tests.tools.bindings.asking import asked
from tests.tools.scripted import Scripted, answers, hangs, scripted

UNAVAILABLE, TIMEOUT = ToolOutcome(error="unavailable"), ToolOutcome(error="timeout")


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


def test_whom_nobody_knows_is_not_asked(authority: Authority, settings: Settings) -> None:
    (outcome,), service, _ = asked(tls=authority.server(), auth="bank_token")
    assert (outcome, service.seen) == (UNAVAILABLE, [])
    settings.OUTGOING_CA_FILE = str(authority.file)
    (outcome,), service, _ = asked(tls=authority.server(), auth="bank_token")
    assert (outcome, len(service.seen)) == (ToolOutcome({}), 1)


def test_who_wants_to_see_a_certificate_is_shown_it(authority: Authority, settings: Settings, tmp_path: Path) -> None:
    settings.OUTGOING_CA_FILE = str(authority.file)
    tls = authority.server(asks_who=True)
    (outcome,), service, _ = asked(tls=tls)
    assert (outcome, service.seen) == (UNAVAILABLE, [])
    known = {"pair": authority.pair("the bank's caller"), "token": "t"}
    (outcome,), service, _ = asked(tls=tls, auth=Auth(certificate="pair", bearer="token"), secrets=known)
    assert (outcome, service.seen[0].headers["authorization"]) == (ToolOutcome({}), "Bearer t")
    stranger = tmp_path / "stranger"
    stranger.mkdir()
    (outcome,), service, _ = asked(
        tls=tls, auth=Auth(certificate="pair"), secrets={"pair": Authority(stranger).pair("somebody")}
    )
    assert (outcome, service.seen) == (UNAVAILABLE, [])


def test_a_certificate_that_is_none_asks_nobody(authority: Authority, caplog: pytest.LogCaptureFixture) -> None:
    whole = authority.pair("x")
    other_key = authority.pair("y")[authority.pair("y").index("-----BEGIN PRIVATE") :]
    for pem in ("-----BEGIN nonsense", whole[: whole.index("-----BEGIN PRIVATE")] + other_key,
                authority.pair("z", password=b"secret")):  # fmt: skip
        (outcome,), service, _ = asked(auth=Auth(certificate="pair"), secrets={"pair": pem})
        assert (outcome, service.lines) == (UNAVAILABLE, 0)
    assert "the certificate is none, or its key does not fit" in caplog.text
    assert "PRIVATE" not in caplog.text


def test_a_certificate_has_lines_of_its_own(authority: Authority, settings: Settings) -> None:
    """Who is shown one must not be taken for who was shown none."""
    settings.OUTGOING_CA_FILE = str(authority.file)
    known = {"pair": authority.pair("a caller")}
    outcomes, service, asking = asked(tls=authority.server(), auth=Auth(certificate="pair"), secrets=known, times=2)
    assert (outcomes, service.lines) == ([ToolOutcome({})] * 2, 1)
    assert len(asking.made) == 1


def test_a_line_that_never_stands_takes_its_own_time_alone(authority: Authority) -> None:
    """A server that takes the connection and says nothing: TLS never begins."""
    with scripted(hangs) as silent:
        address = Scripted([], scheme="https", port=silent.port).address
        (outcome,), _, _ = asked(
            answers(), url="{{ env.silent }}/x", names={"silent": address}, tool={"connect_timeout": "100ms"}
        )
    assert outcome == UNAVAILABLE
    with scripted(hangs) as silent:
        address = Scripted([], scheme="https", port=silent.port).address
        (outcome,), _, _ = asked(
            answers(), url="{{ env.silent }}/x", names={"silent": address}, timeout_ms=150,
            tool={"connect_timeout": "60s"},
        )  # fmt: skip
    assert outcome == TIMEOUT
