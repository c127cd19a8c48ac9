from alter_sdk import App
from scenario import given, refused, run

url = given["api"] + "/api/me"
grant_id = given["grant_id"]


async def scenario(app: App) -> None:
    async def as_key(step: str, key: str) -> None:
        async with App(api_key=given["keys"][key]) as other:
            await refused(step, other.proxy_request("GET", url, grant_id=grant_id))

    await refused("unknown grant", app.proxy_request("GET", url, grant_id=given["unknown_id"]))
    await refused("another app's grant", app.proxy_request("GET", url, grant_id=given["other_apps_grant_id"]))
    await refused("revoked grant", app.proxy_request("GET", url, grant_id=given["revoked_grant_id"]))
    await refused("expired grant", app.proxy_request("GET", url, grant_id=given["expired_grant_id"]))
    await refused("foreign host", app.proxy_request("GET", "https://example.com/", grant_id=grant_id))
    await refused("token endpoint", app.proxy_request("POST", given["api"] + "/token", grant_id=grant_id))
    await refused("several grants", app.proxy_request("GET", url, provider="quarry"))
    await refused("no grant", app.proxy_request("GET", url, provider="nowhere"))
    await as_key("wrong key", "wrong")
    await as_key("revoked key", "revoked")
    await as_key("narrow key", "narrow")
    narrowed = app.with_constraints(scopes=["grants:read"])
    await refused("narrowed call", narrowed.proxy_request("GET", url, grant_id=grant_id))
    widened = app.with_constraints(scopes=["grants:read", "keys:admin"])
    await refused("widened call", widened.list_grants())
    forwarded = {"X-Forwarded-For": "203.0.113.9"}
    await refused("header", app.proxy_request("GET", url, grant_id=grant_id, extra_headers=forwarded))
    credential = {"Authorization": "Bearer mine"}
    await refused("credential header", app.proxy_request("GET", url, grant_id=grant_id, extra_headers=credential))


run(scenario)
