"""The WebSocket addresses of the runtime."""

from django.urls import URLPattern

websocket_urlpatterns: list[URLPattern] = []
