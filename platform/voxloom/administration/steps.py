"""The way from an empty workspace to a bot that takes calls."""

from dataclasses import dataclass

from django.urls import reverse

from voxloom.administration.figures import Now


@dataclass(frozen=True)
class Step:
    """One thing to do. Without a link somebody else must do it, and the text says who."""

    title: str
    text: str
    done: bool
    link: str = ""
    label: str = ""


def steps(now: Now, people: str) -> list[Step]:
    """In the order in which they are done; each is done once it shows in the figures.

    `people`: the page where people are put into the workspace, for who may see it.
    """
    bots = reverse("designer:home")
    canvas = reverse("designer:canvas", args=[now.first_bot]) if now.first_bot else bots
    return [
        Step(
            "Create a bot",
            "Begin with one of the starter bots: it works, has its own tests, and is changed by drawing.",
            now.bots > 0, reverse("designer:new"), "Choose a starter bot",
        ),
        Step(
            "Give it what it needs",
            "Addresses and keys of the services that it asks, for each environment. A secret is never shown again.",
            now.secrets > 0, reverse("admin:given_name_add"), "Add a name or secret",
        ),
        _invite(now, people),
        Step(
            "Publish a version",
            "Try it by text and by voice, run its tests, then publish: from then on it answers callers.",
            now.answering > 0, canvas, "Open the designer",
        ),
        Step(
            "Put it on a page",
            "Name the sites that may embed it, and paste one line of HTML there. The page of this server shows how.",
            now.embedded > 0 or now.calls > 0, reverse("widget:embed-example"), "See it on a page",
        ),
    ]  # fmt: skip


def _invite(now: Now, people: str) -> Step:
    title, done = "Invite people", now.others > 0
    if not people:
        return Step(title, "Whoever runs this server adds people to the workspace, each with a role.", done)
    text = "Choose a person, or make a new one, and give them a role: who draws, who reviews, who publishes."
    return Step(title, text, done, people, "Add people")
