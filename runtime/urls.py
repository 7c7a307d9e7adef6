"""The HTTP addresses of the runtime."""

from django.urls import URLPattern, URLResolver, include, path

from runtime.signalling.sounding import sound_of
from runtime.signalling.views import create_ticket

urlpatterns: list[URLPattern | URLResolver] = [
    path("rt/tickets", create_ticket, name="tickets"),
    path("rt/voice", sound_of, name="voice"),
    path("", include("runtime.widget.urls")),
]
