"""The WebSocket addresses of the runtime."""

from django.urls import URLPattern, path

from runtime.signalling.consumer import CallConsumer

websocket_urlpatterns: list[URLPattern] = [path("rt/call", CallConsumer.as_asgi(), name="call")]
