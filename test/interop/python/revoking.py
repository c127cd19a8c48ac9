from alter_sdk import App
from scenario import given, refused, run, say


async def scenario(app: App) -> None:
    grant_id = given["grant_id"]
    url = given["api"] + "/api/me"
    say("before", (await app.proxy_request("GET", url, grant_id=grant_id)).status_code)
    say("revoked", await app.revoke_grant(grant_id, reason="user asked"))
    await refused("call", app.proxy_request("GET", url, grant_id=grant_id))
    await refused("revoke again", app.revoke_grant(grant_id))
    await refused("revoke unknown", app.revoke_grant(given["unknown_id"]))


run(scenario)
