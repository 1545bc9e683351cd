"""The same chat on Tornado, whose handlers check the Origin of browsers by themselves."""

import asyncio

import tornado.httpserver
import tornado.netutil
import tornado.web
import tornado.websocket
from chat import HEALTH, SUBPROTOCOL, greeting, is_valid, read, replies


class Health(tornado.web.RequestHandler):
    def get(self):
        self.write(HEALTH)


class Chat(tornado.websocket.WebSocketHandler):
    def prepare(self):
        token = self.get_query_argument("token", "")
        authorization = self.request.headers.get("Authorization", "")
        if not authorization and not token:
            self.set_status(401)
            self.finish({"detail": "Not authenticated"})
        elif not is_valid(authorization, token):
            self.set_status(403)
            self.finish({"detail": "Invalid token"})

    def select_subprotocol(self, subprotocols):
        return SUBPROTOCOL if SUBPROTOCOL in subprotocols else None

    def open(self):
        self.write_message(greeting())

    def on_message(self, text):
        message = read(text)
        for reply in [text] if message is None else replies(message):
            self.write_message(reply)


async def main():
    application = tornado.web.Application([("/health", Health), ("/ws", Chat)])
    [socket] = tornado.netutil.bind_sockets(0, "127.0.0.1")
    tornado.httpserver.HTTPServer(application).add_sockets([socket])
    print(f"listening on {socket.getsockname()[1]}", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
