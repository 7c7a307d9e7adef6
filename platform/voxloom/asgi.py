"""The ASGI application: HTTP goes to Django, WebSockets to the runtime's consumers."""

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voxloom.settings")
django_application = get_asgi_application()  # sets Django up, which the import below needs

from runtime.routing import websocket_urlpatterns  # noqa: E402
from voxloom.telemetry.requests import InTheLog  # noqa: E402

application = ProtocolTypeRouter({"http": InTheLog(django_application), "websocket": URLRouter(websocket_urlpatterns)})
