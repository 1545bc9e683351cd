"""The staging system of the case, on the stack it ran on: FastAPI, uvicorn, websockets, PyJWT. Debian's packages."""

import asyncio
import json
import os
import uuid

import jwt
from fastapi import FastAPI, WebSocket, WebSocketDisconnect
from fastapi.responses import StreamingResponse

SECRET = os.environ["JWT_SECRET"]
REVISION = os.environ.get("REVISION", "unknown")
AUDIENCE = "chat"

app = FastAPI()


@app.get("/health")
async def health():
    return {"status": "ok", "revision": REVISION, "services": {"db": "up"}}


def is_admitted(websocket: WebSocket) -> bool:
    scheme, _, bearer = websocket.headers.get("authorization", "").partition(" ")
    token = bearer if scheme.lower() == "bearer" else websocket.query_params.get("token", "")
    try:
        jwt.decode(token, SECRET, algorithms=["HS256"], audience=AUDIENCE, options={"require": ["exp"]})
        return True
    except jwt.InvalidTokenError:
        return False


@app.websocket("/ws")
async def chat(websocket: WebSocket):
    if not is_admitted(websocket):
        # Before the upgrade is accepted, a close is answered with HTTP 403.
        await websocket.close(code=1008)
        return
    await websocket.accept("chat.v1" if "chat.v1" in websocket.scope["subprotocols"] else None)
    await converse(websocket)


@app.websocket("/ws-accepts-first")
async def chat_accepting_first(websocket: WebSocket):
    """Accepts everybody and closes afterwards, as many tutorials do."""
    await websocket.accept()
    if is_admitted(websocket):
        await converse(websocket)
    else:
        await websocket.close(code=4401)


@app.websocket("/ws-slow")
async def chat_after_a_while(websocket: WebSocket):
    """Takes long to accept: the proxy in front gives up first."""
    await asyncio.sleep(3)
    await websocket.accept()


async def converse(websocket: WebSocket):
    await websocket.send_json({"type": "connection_established", "connection_id": str(uuid.uuid4())})
    try:
        while True:
            await answer(websocket, await websocket.receive_text())
    except WebSocketDisconnect:
        pass


async def answer(websocket: WebSocket, text: str):
    try:
        message = json.loads(text)
    except ValueError:
        await websocket.send_text(text)
        return
    await asyncio.sleep(float(message.get("delay", 0)))
    await websocket.send_json({"type": "ack", "id": message.get("id")})
    if message.get("type") == "chat_message":
        run = {"id": str(uuid.uuid4())}
        for event in ("agent_started", "agent_thinking", "agent_completed"):
            await asyncio.sleep(0.01)
            await websocket.send_json({"type": event, "run": run})


@app.post("/api/chat/stream")
async def stream():
    async def events():
        for word in ("Hello", "deployment", "[DONE]"):
            yield f"data: {word}\n\n"
            await asyncio.sleep(0.05)

    return StreamingResponse(events(), media_type="text/event-stream")
