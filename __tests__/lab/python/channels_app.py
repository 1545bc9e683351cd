"""The same chat on Django Channels; Daphne serves it. `/ws-origin` takes browsers of one front end only."""

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="only of the lab",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    LOGGING_CONFIG=None,
)
django.setup()

from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import OriginValidator  # noqa: E402
from chat import HEALTH, SUBPROTOCOL, greeting, is_valid, read, replies  # noqa: E402
from django.core.asgi import get_asgi_application  # noqa: E402
from django.http import JsonResponse  # noqa: E402
from django.urls import path  # noqa: E402

urlpatterns = [path("health", lambda request: JsonResponse(HEALTH))]


class Chat(AsyncWebsocketConsumer):
    async def connect(self):
        headers = dict(self.scope["headers"])
        if not is_valid(headers.get(b"authorization", b"").decode("latin1")):
            await self.close()
            return
        await self.accept(SUBPROTOCOL if SUBPROTOCOL in self.scope["subprotocols"] else None)
        await self.send(greeting())

    async def receive(self, text_data=None, bytes_data=None):
        message = read(text_data or "")
        for reply in [text_data] if message is None else replies(message):
            await self.send(reply)


application = ProtocolTypeRouter(
    {
        "http": get_asgi_application(),
        "websocket": URLRouter(
            [
                path("ws", Chat.as_asgi()),
                path("ws-origin", OriginValidator(Chat.as_asgi(), ["https://app.example.com"])),
            ]
        ),
    }
)
