"""A bare broadcast to compare with: POST adds one, every stream hears the number. No database, no framework."""

import asyncio
from typing import Any

count = 0
listeners: set["asyncio.Queue[int]"] = set()


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] != "http":
        return
    if scope["method"] == "POST":
        await add(send)
    elif scope["path"] == "/live/":
        await stream(send)
    else:
        await answer(send, str(count).encode())


async def add(send: Any) -> None:
    global count
    count += 1
    for queue in listeners:
        queue.put_nowait(count)
    await answer(send, b"ok")


async def stream(send: Any) -> None:
    queue: asyncio.Queue[int] = asyncio.Queue()
    listeners.add(queue)
    try:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]})
        while True:
            number = await queue.get()
            await send({"type": "http.response.body", "body": b"data: %d\n\n" % number, "more_body": True})
    finally:
        listeners.discard(queue)


async def answer(send: Any, body: bytes) -> None:
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
