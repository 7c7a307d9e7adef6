"""The WebSocket addresses of the designer."""

from channels.sessions import CookieMiddleware
from django.urls import URLPattern, path

from designer.live.consumer import LiveConsumer

websocket_urlpatterns: list[URLPattern] = [
    path("designer/live/<str:slug>", CookieMiddleware(LiveConsumer.as_asgi()), name="designer-live")
]
