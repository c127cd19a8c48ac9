from alter_sdk import App
from scenario import given, run, say

api = given["api"]


async def scenario(app: App) -> None:
    async def call(step: str, method: str, path: str, **options: object) -> None:
        answer = await app.proxy_request(method, api + path, grant_id=given["grant_id"], **options)
        say(step, {**answer.model_dump(mode="json", exclude={"body_b64"}), "body": answer.body_json()})

    await call("get", "GET", "/api/me", reason="show the profile", context={"tool": "profile", "run_id": "run-1"})
    await call("json", "POST", "/api/echo", json={"title": "Grüße", "tags": ["a", "b"], "count": 2, "none": None})
    await call("scalar", "PUT", "/api/echo", json=False)
    await call("query", "GET", "/api/echo?page=1", query_params={"tag": ["a b", "c&d"], "limit": 5, "deep": True})
    await call("path", "GET", "/api/status/{code}", path_params={"code": "404"})
    await call("odd path", "GET", "/api/notes/{id}", path_params={"id": "a/b c?d"})
    await call("headers", "GET", "/api/echo", extra_headers={"X-Trace": "t-1", "Accept": "application/vnd.acme+json"})
    await call("too many", "GET", "/api/status/429")

    empty = await app.proxy_request("DELETE", f"{api}/api/status/204", grant_id=given["grant_id"])
    say("empty", empty)
    by_account = await app.proxy_request("GET", f"{api}/api/me", provider="meadow", account="alice@example.com")
    say("by account", by_account.body_json())
    large = await app.proxy_request("GET", f"{api}/api/stream?bytes=12000000", grant_id=given["grant_id"])
    body = large.body_bytes()
    say("large", {"truncated": large.body_truncated, "bytes": len(body), "only_a": body.count(b"a") == len(body)})


run(scenario, caller="billing-worker")
