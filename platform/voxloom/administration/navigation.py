"""What stands at the side of every page of the administration: where things are, in plain words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True)
class Link:
    """A page: the name of its address, or the model that it lists, for those who may see that one."""

    title: str
    icon: str
    """Of the Material Symbols that Unfold brings."""
    page: str = ""
    model: str = ""

    @property
    def address(self) -> str:
        """Where it leads."""
        return reverse(self.page or f"admin:{self.model.replace('.', '_')}_changelist")


GROUPS: tuple[tuple[str, tuple[Link, ...]], ...] = (
    ("", (Link("Home", "home", page="admin:index"),)),
    (
        "Bots",
        (
            Link("Draw and publish", "schema", page="designer:home"),
            Link("Roles and limits", "smart_toy", model="flows.bot"),
            Link("Documents", "menu_book", model="knowledge.document"),
        ),
    ),
    (
        "Environments and secrets",
        (
            Link("Names and secrets", "key", model="given.name"),
            Link("Allowed hosts", "dns", model="given.allowedhost"),
        ),
    ),
    (
        "Calls",
        (
            Link("Calls", "call", model="conversations.conversation"),
            Link("Failed attempts", "lock_person", model="verifying.attempts"),
        ),
    ),
    (
        "Connections",
        (
            Link("API keys", "vpn_key", model="accounts.apikey"),
            Link("Token issuers", "badge", model="runtime.tokenissuer"),
            Link("Webhooks", "webhook", model="webhooks.webhook"),
            Link("Deliveries", "outbox", model="webhooks.delivery"),
        ),
    ),
    (
        "People",
        (
            Link("People", "person", model="auth.user"),
            Link("Groups", "group", model="auth.group"),
            Link("Workspaces", "workspaces", model="accounts.workspace"),
        ),
    ),
    (
        "Looking back",
        (
            Link("Audit log", "history", model="audit.auditentry"),
            Link("Jobs", "pending_actions", model="jobs.job"),
        ),
    ),
)


def groups(request: HttpRequest) -> list[dict[str, Any]]:
    """Those with something for who asks; as Unfold wants them."""
    seen = _seen(request)
    shown = []
    for title, links in GROUPS:
        items = [_item(request, link) for link in links if not link.model or link.model in seen]
        if items:
            shown.append({"title": title, "items": items})
    return shown


def own_pages(_request: HttpRequest) -> list[dict[str, str]]:
    """Pages about who has signed in."""
    return [
        {"title": "Password", "link": reverse("account_change_password")},
        {"title": "Second factor", "link": reverse("mfa_index")},
    ]


def _seen(request: HttpRequest) -> frozenset[str]:
    """The models whose lists they may see."""
    return frozenset(_of_apps(admin.site.get_app_list(request)))


def _of_apps(apps: list[Any]) -> Iterator[str]:
    for app in apps:
        for model in app["models"]:
            if model["perms"].get("view") or model["perms"].get("change"):
                yield model["model"]._meta.label_lower


def _item(request: HttpRequest, link: Link) -> dict[str, Any]:
    address = link.address
    active = request.path == address if link.page else request.path.startswith(address)
    return {"title": link.title, "icon": link.icon, "link": address, "active": active}
