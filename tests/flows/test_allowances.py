"""What bots may take: their own values, or those of the server."""

from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from flows.allowances import Allowance, allowance_of
from flows.catalogue import publish
from flows.models import Bot
from voxloom.accounts.workspaces import MAIN, Workspace, named
from voxloom.audit.models import AuditEntry
from voxloom.settings.limits import Limits

TEXT = "voxloom: 1\nbot: small\nstart: main\nflows: {main: {nodes: {a: {type: say, say: Hi., next: end}}}}\n"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("main")]


def test_without_own_values_those_of_the_server_hold(settings: Settings) -> None:
    settings.LIMITS = Limits(calls_per_bot=7, calls_per_workspace=9, model_dollars=3)
    publish(TEXT)
    assert allowance_of("small") == allowance_of("nobody") == Allowance(7, 9, 3_000_000)
    Bot.objects.update(max_calls=2, max_spend=Decimal("0.50"))
    Workspace.objects.update(max_calls=4)
    assert allowance_of("small") == Allowance(2, 4, 500_000)
    Bot.objects.update(max_spend=0)
    assert allowance_of("small").spend_micros == 0


def limits(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    call_command("limits", *words)
    return capsys.readouterr().out


def test_the_command_shows_and_changes_them(capsys: pytest.CaptureFixture[str]) -> None:
    publish(TEXT)
    assert limits(capsys, "small") == (
        "calls at once: 40 (as the server is set)\ndollars a day: 20 (as the server is set); today 0.00\n"
    )
    assert limits(capsys, "small", "--calls", "3", "--dollars", "1.5") == (
        "calls at once: 3\ndollars a day: 1.5; today 0.00\n"
    )
    assert allowance_of("small") == Allowance(3, 100, 1_500_000)
    assert "calls at once: 40 (" in limits(capsys, "small", "--calls", "default")
    assert limits(capsys, "--workspace", MAIN) == "calls at once: as the server is set\n"
    assert limits(capsys, "--calls", "12") == "calls at once: 12\n"
    assert named(MAIN).max_calls == 12
    noted = list(AuditEntry.objects.filter(action="limits.change").values_list("target", flat=True))
    assert noted == ["small", "small", MAIN]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["none"], "There is no bot called none."),
        (["--workspace", "none"], "There is no workspace called none."),
        (["--dollars", "3"], "--dollars is for a bot: name one."),
        (["small", "--calls", "0"], "That is no limit: "),
        (["small", "--calls", "1.5"], "That is no limit: "),
        (["small", "--calls", "many"], "That is no limit: "),
        (["small", "--dollars", "nan"], "That is no limit: "),
        (["small", "--dollars", "-1"], "That is no limit: "),
    ],
)
def test_what_is_no_limit_is_told_in_a_line_and_changes_nothing(words: list[str], told: str) -> None:
    publish(TEXT)
    with pytest.raises(CommandError) as problem:
        call_command("limits", *words)
    assert str(problem.value).startswith(told)
    assert problem.value.returncode == 2
    assert Bot.objects.get().max_calls is None
