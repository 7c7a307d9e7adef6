"""The ASGI application: HTTP goes to Django, WebSockets to the consumers of the runtime and the designer."""

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voxloom.settings")
django_application = get_asgi_application()  # sets Django up, which the import below needs

from designer.routing import websocket_urlpatterns as of_the_designer  # noqa: E402
from runtime.routing import websocket_urlpatterns as of_calls  # noqa: E402
from voxloom.telemetry.requests import InTheLog  # noqa: E402

sockets = URLRouter([*of_calls, *of_the_designer])
application = ProtocolTypeRouter({"http": InTheLog(django_application), "websocket": sockets})
