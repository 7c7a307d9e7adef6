"""Addresses of requests, before their templates are filled."""

from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.checks.urls import NAME_OUTSIDE, url_problem
from flows.expressions.templates import read_template

HOST = "bank.example.com"


def _problem(url: str) -> str | None:
    problem = url_problem(url, read_template(url))
    return problem.message if problem is not None else None


def test_inside_is_told_with_what_to_write_instead() -> None:
    problem = url_problem("http://127.1:80/x", read_template("http://127.1:80/x"))
    assert problem is not None
    assert problem.message == "`127.1` leads to the machine itself, not out to the internet."
    assert problem.remedy == NAME_OUTSIDE


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("file:///etc/passwd", "A tool asks by https or http, not by `file`."),
        ("javascript:alert(1)", "A tool asks by https or http, not by `javascript`."),
        ("", "The address does not begin with a scheme and a host."),
        (f"//{HOST}/", "The address does not begin with a scheme and a host."),
        (f"{HOST}:443/x", "The address does not begin with a scheme and a host."),
        (f"https:/{HOST}", "The address has no `//` behind its scheme."),
        (f"https:///{HOST}", "The address has no host."),
        ("https://:443", "The address has no host."),
        ("https://.", "The address has no host."),
        (f"https://{HOST}:0/", "`0` is no port."),
        (f"https://{HOST}:65536/", "`65536` is no port."),
        (f"https://{HOST}:" + "9" * 5000, "`99999999999999999999` is no port."),
        (f"https://{HOST}@x.example.net/", "A user stands in the address, before the `@`."),
        ("{{ env.api }}@x.example.net/", "A user stands in the address, before the `@`."),
        (f"https://{HOST}\\@x.example.net", "The address has a `\\` in it, which some read as `/`."),
        (f"https://{HOST}/a b", "The address has a space in it."),
        (f"https://{HOST}/\r\nHost: x", "The address has the sign \\r in it."),
        (f"https://{HOST}/\u200b", "The address has the sign \\u200b in it."),
        ("https://\ue000/", "The address has the sign \\ue000 in it."),
        ("https://%6c/", "`%6c` cannot be the name of a host."),
        ("https://a..example.com", "`a..example.com` cannot be the name of a host."),
        ("https://1.2.3.4.5", "`1.2.3.4.5` cannot be the name of a host."),
        ("https://a.0x7f", "`a.0x7f` cannot be the name of a host."),
        ("https://" + "a" * 250 + ".com", "`" + "a" * 40 + "` cannot be the name of a host."),
        ("https://[::1", "`[::1` cannot be the name of a host."),
        ("https://2606:4700::1/", "`2606:4700::1` cannot be the name of a host."),
        ("https://[{{ env.x }}::1]/", "`[…::1]` cannot be the name of a host."),
        ("https://@x.example.com/", "A user stands in the address, before the `@`."),
        ("{{ env.x }}s://{{ b }}/", "A tool asks by https or http, not by `…s`."),
        ("https://[zz]/", "`[zz]` cannot be the name of a host."),
        ("https://{{ env.x }}.local/", "`….local` leads to a private network, not out to the internet."),
        ("https://127.0.0.{{ env.x }}/", "`127.0.0.…` leads to the machine itself, not out to the internet."),
    ],
)
def test_what_is_wrong(url: str, message: str) -> None:
    assert _problem(url) == message


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("{{ a }}", "where the address leads"),
        ("{{ a }}/x", "where the address leads"),
        ("{% if a %}https{% endif %}://x.example.com", "the scheme"),
        ("{{ a }}://x.example.com", "the scheme"),
        ("{{ 'https' }}://x.example.com", "the scheme"),
        ("https://{{ a }}", "the host"),
        ("https://{{ a }}.example.com/", "the host"),
        ("https://x.example.com{{ a }}", "the host"),
        ("https://x.example.com:{{ a }}/", "the host"),
        ("https://{{ a }}@x.example.com/", "the host"),
        ("https://{{ env.a | default(b) }}/", "the host"),
        ("https://{{ env.a ~ b }}/", "the host"),
        ("https://{{ env['a'] }}/", "the host"),
        ("{{ env.api }}{{ a }}", "the host"),
        ("{{ env.api }}.{{ a }}/", "the host"),
    ],
)
def test_a_value_of_the_call_decides_nothing_of_where_it_leads(url: str, what: str) -> None:
    assert (_problem(url) or "").startswith(f"A value of the call decides {what}: ")


@pytest.mark.parametrize(
    "url",
    [
        f"https://{HOST}", f"HTTP://{HOST}:8443/a?b=c#d", "https://[2606:4700:4700::1111]:853/", f"https://{HOST}./x",
        "{{ env.api }}", "{{ env.api }}/a/{{ b }}", "{{ env.api }}?a={{ b }}", "{{ env.api }}:8080/x",
        "{{ env.api }}.example.com",
        "{{ env.scheme }}://{{ env.host }}:{{ env.port }}/x", "https://{{ env.a }}-{{ env.b }}.example.com/",
        "https://{{ env.user }}:{{ env.word }}@x.example.com/", f"https://{HOST}/{{% if a %}}b{{% endif %}}",
        f"https://{HOST}/?next=http://127.0.0.1/", f"https://{HOST}/a@b:c", "https://my_bank.example.com",
        "https://{{ env.host }}", "https://{{ env.host }}1/",
    ],
)  # fmt: skip
def test_where_a_request_may_go(url: str) -> None:
    assert _problem(url) is None


PIECES = (
    "https", "http", "file", "://", "//", "/", ":", "@", "[", "]", "::1", "127", "0x7f", ".", "localhost",
    "x.example.com", "{{ env.a }}", "{{ b }}", "%25", "?", "#", "\\", " ", "é", "8443", "-",
)  # fmt: skip
OUTSIDE = "y@evil.example.net:80/../?#"


def _filled(url: str, env: str, value: str) -> str:
    return url.replace("{{ env.a }}", env).replace("{{ b }}", quote(value, safe=""))


@given(
    st.lists(st.sampled_from(PIECES), max_size=10),
    st.sampled_from(("", "https://", "{{ env.a }}", "https://x.example.com")),
)
def test_whatever_the_caller_says_the_same_host_is_asked(pieces: list[str], begin: str) -> None:
    url = begin + "".join(pieces)
    if url_problem(url, read_template(url)) is None:
        for env in ("api", "https", "https://api.example.net"):
            asked, told = urlsplit(_filled(url, env, "x")), urlsplit(_filled(url, env, OUTSIDE))
            assert (asked.scheme, asked.netloc) == (told.scheme, told.netloc)
        if "{{ env.a }}" not in url:
            assert (asked.scheme in ("http", "https"), bool(asked.hostname), "@" in asked.netloc) == (True, True, False)
