"""The staging system of the case, on the stack it ran on: FastAPI, uvicorn, websockets, PyJWT. Debian's packages."""

import asyncio
import json
import time
import os

from chat import HEALTH, REVISION, SUBPROTOCOL, greeting, is_valid, read, replies
from fastapi import FastAPI, WebSocket, WebSocketDisconnect
from fastapi.responses import StreamingResponse

app = FastAPI()

FLIPS_TO = os.environ.get("FLIPS_TO")
FLIPS_AFTER = int(os.environ.get("FLIPS_AFTER", "0"))
answers = {"health": 0}


@app.get("/health")
async def health():
    # A roll-back: another revision from some answer on.
    answers["health"] += 1
    if FLIPS_TO and answers["health"] > FLIPS_AFTER:
        return {**HEALTH, "revision": FLIPS_TO}
    return HEALTH


def is_admitted(websocket: WebSocket) -> bool:
    return is_valid(websocket.headers.get("authorization", ""), websocket.query_params.get("token", ""))


@app.websocket("/ws")
async def chat(websocket: WebSocket):
    if not is_admitted(websocket):
        # Before the upgrade is accepted, a close is answered with HTTP 403.
        await websocket.close(code=1008)
        return
    offered = SUBPROTOCOL in websocket.scope["subprotocols"]
    await websocket.accept(SUBPROTOCOL if offered else None, headers=[(b"x-revision", REVISION.encode())])
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


@app.websocket("/ws-crashes")
async def chat_that_crashes(websocket: WebSocket):
    await websocket.accept()
    raise RuntimeError("no broker")


async def converse(websocket: WebSocket):
    await websocket.send_text(greeting())
    try:
        while True:
            text = await websocket.receive_text()
            message = read(text)
            if message is None:
                await websocket.send_text(text)
                continue
            await asyncio.sleep(float(message.get("delay", 0)))
            for reply in replies(message):
                await websocket.send_text(reply)
    except WebSocketDisconnect:
        pass


@app.post("/api/chat/stream")
async def stream():
    async def events():
        for word in ("Hello", "deployment", "[DONE]"):
            yield f"data: {word}\n\n"
            await asyncio.sleep(0.05)

    return StreamingResponse(events(), media_type="text/event-stream")


@app.get("/quiet")
async def quiet(comments: float = 0):
    """One event, and then nothing for a minute; or a comment every so many seconds."""

    async def events():
        yield "data: hello\n\n"
        if comments == 0:
            await asyncio.sleep(60)
        for _ in range(int(60 / (comments or 60))):
            yield ": still here\n\n"
            await asyncio.sleep(comments)

    return StreamingResponse(events(), media_type="text/event-stream", headers={"x-accel-buffering": "no"})


@app.get("/events")
async def paced(count: int = 8, pace: float = 0.08, hint: bool = False, kind: str = "text/event-stream"):
    """Events that carry the time at which they were made, one by one."""

    async def events():
        for index in range(1, count + 1):
            told = {"revision": REVISION} if index == 1 else {}
            made = json.dumps({"type": "token", "index": index, "timestamp": time.time(), **told})
            yield f"id: {index}\ndata: {made}\n\n" if "event-stream" in kind else f"{made}\n"
            await asyncio.sleep(pace)
        yield "data: [DONE]\n\n" if "event-stream" in kind else '"[DONE]"\n'

    headers = {"x-revision": REVISION, **({"x-accel-buffering": "no"} if hint else {})}
    return StreamingResponse(events(), media_type=kind, headers=headers)
