"""Changes and records what the SDK sends, between its signature and the socket; the package itself is not touched."""

import asyncio
import os
from collections.abc import Callable

import httpx
from alter_sdk import App
from scenario import given, refused, say

Tamper = Callable[[httpx.Request], httpx.Request]

as_released = httpx.AsyncHTTPTransport.handle_async_request
tamper: Tamper = lambda request: request
sent: list[httpx.Request] = []


async def between(transport: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
    sent.append(request)
    return await as_released(transport, tamper(request))


httpx.AsyncHTTPTransport.handle_async_request = between


def changed(request: httpx.Request, *, body: bytes | None = None, drop: str = "-", **headers: str) -> httpx.Request:
    given_headers = {name.replace("_", "-"): value for name, value in headers.items()}
    kept = {name: value for name, value in request.headers.items() if not name.startswith(drop)}
    kept.pop("content-length", None)
    content = request.content if body is None else body
    return httpx.Request(request.method, request.url, headers={**kept, **given_headers}, content=content)


async def main() -> None:
    global tamper
    app = App(api_key=os.environ["ALTER_API_KEY"], caller="billing-worker")
    say("signed", await app.list_grants(limit=1))
    recorded = sent[-1]
    say("headers", [name for name in recorded.headers if name.startswith("x-a")])
    cases: dict[str, Tamper] = {
        "body": lambda request: changed(request, body=request.content.replace(b'"limit":1', b'"limit":9')),
        "signature": lambda request: changed(request, x_alter_signature="0" * 64, x_alter_signature_v2="0" * 64),
        "caller": lambda request: changed(request, x_alter_caller="somebody-else"),
        "stripped caller": lambda request: changed(request, drop="x-alter-caller"),
        "stripped nonce": lambda request: changed(request, drop="x-alter-nonce"),
        "old": lambda request: changed(request, x_alter_timestamp=str(int(request.headers["x-alter-timestamp"]) - 301)),
    }
    for name, case in cases.items():
        tamper = case
        await refused(name, app.list_grants(limit=1))
    tamper = lambda request: changed(request, drop="x-alter-")
    say("unsigned", await app.list_grants(limit=1))
    async with App(api_key=given["signed_only_key"]) as strict:
        await refused("unsigned with a key for signed requests", strict.list_grants(limit=1))
        tamper = lambda request: request
        say("signed with that key", await strict.list_grants(limit=1))
    await app.close()
    await replay(recorded)


async def replay(recorded: httpx.Request) -> None:
    async with httpx.AsyncClient() as raw:
        for attempt in ("first", "second"):
            answer = await raw.request(
                recorded.method, recorded.url, headers=recorded.headers, content=recorded.content
            )
            say(f"{attempt} replay", {"status": answer.status_code, "body": answer.json()})


asyncio.run(main())
