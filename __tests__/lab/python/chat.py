"""What the applications of the lab have in common: who is let in, and what is answered."""

import json
import os
import uuid

import jwt

SECRET = os.environ["JWT_SECRET"]
REVISION = os.environ.get("REVISION", "unknown")
AUDIENCE = "chat"
SUBPROTOCOL = "chat.v1"

HEALTH = {"status": "ok", "revision": REVISION, "services": {"db": "up"}}


def is_valid(authorization, query_token=""):
    """Takes the values of the Authorization header and of the query parameter `token`."""
    scheme, _, bearer = authorization.partition(" ")
    token = bearer if scheme.lower() == "bearer" else query_token
    try:
        jwt.decode(token, SECRET, algorithms=["HS256"], audience=AUDIENCE, options={"require": ["exp"]})
        return True
    except jwt.InvalidTokenError:
        return False


def greeting():
    return json.dumps({"type": "connection_established", "connection_id": str(uuid.uuid4())})


def read(text):
    """The message, or None if it is not a JSON object."""
    try:
        message = json.loads(text)
    except ValueError:
        return None
    return message if isinstance(message, dict) else None


def replies(message):
    """The answers to one message, in their order."""
    answers = [{"type": "ack", "id": message.get("id")}]
    if message.get("type") == "chat_message":
        run = {"id": str(uuid.uuid4())}
        answers += [{"type": event, "run": run} for event in ("agent_started", "agent_thinking", "agent_completed")]
    return [json.dumps(answer) for answer in answers]
