"""`bot call` with options that cannot be: one line on standard error and exit code 2, before anything is begun."""

import pytest

from voxloom.management.commands.bot import Command


@pytest.mark.parametrize("key", ["", " ", "\t", "vx_\u00e4", "vx\nx"])
def test_a_key_that_is_none(key: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        Command().run_from_argv(["manage.py", "bot", "call", "riverbank", "no.wav", "--api-key", key])
    assert ended.value.code == 2
    out, error = capsys.readouterr()
    assert out == ""
    (line,) = error.splitlines()
    assert line.endswith("argument --api-key: is no API key; leave the option out to use the local database")
