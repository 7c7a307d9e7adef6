"""The jobs of this part of the house."""

from django.conf import settings

from voxloom import jobs
from voxloom.accounts.isolation import everywhere
from voxloom.webhooks.sending import TRIES, deliver, forget_old


@jobs.task("webhooks.deliver", tries=TRIES)
def run(number: str) -> None:
    """Take one delivery to its address."""
    with everywhere("a delivery knows its own workspace"):
        deliver(number)


@jobs.task("webhooks.forget", every_s=3600)
def forget() -> None:
    """Drop deliveries with what they tell of."""
    with everywhere("retention"):
        forget_old(settings.KEEP_CONVERSATIONS_DAYS)
