"""What the applications of the lab have in common: who is let in, and what is answered."""

import json
import os
import uuid

import jwt

SECRET = os.environ["JWT_SECRET"]
REVISION = os.environ.get("REVISION", "unknown")
AUDIENCE = "chat"
# What this application forgets to verify: exp, nbf, aud, signature, alg, everything; or to catch.
FORGETS = os.environ.get("FORGETS", "")
SUBPROTOCOL = "chat.v1"

HEALTH = {"status": "ok", "revision": REVISION, "services": {"db": "up"}}


def is_valid(authorization, query_token=""):
    """Takes the values of the Authorization header and of the query parameter `token`."""
    scheme, _, bearer = authorization.partition(" ")
    token = bearer if scheme.lower() == "bearer" else query_token
    try:
        verify(token)
        return True
    except jwt.InvalidTokenError:
        if FORGETS == "catch":
            raise
        return False


def verify(token):
    """Verifies all that there is, or forgets one part of it."""
    if FORGETS == "everything":
        return
    if FORGETS == "alg" and jwt.get_unverified_header(token)["alg"].lower() == "none":
        return
    options = {"require": ["exp"]}
    if FORGETS in ("exp", "nbf", "aud", "signature"):
        options[f"verify_{FORGETS}"] = False
    if FORGETS == "signature":
        # PyJWT leaves all other claims out as well, unless it is told to verify them.
        options |= {"verify_exp": True, "verify_nbf": True, "verify_aud": True}
    jwt.decode(token, SECRET, algorithms=["HS256"], audience=AUDIENCE, options=options)


def greeting():
    hello = {"type": "connection_established", "connection_id": str(uuid.uuid4())}
    return json.dumps({**hello, "revision": REVISION})


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
