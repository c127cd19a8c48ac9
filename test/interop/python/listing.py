from alter_sdk import App
from scenario import run, say


async def scenario(app: App) -> None:
    for offset in (0, 2, 4, 6):
        say(f"from {offset}", await app.list_grants(limit=2, offset=offset))
    say("all", await app.list_grants())
    say("provider", await app.list_grants(provider_id="harbor"))
    say("account", await app.list_grants(account="bob@example.com"))
    say("label", await app.list_grants(label="reports"))
    say("active", await app.list_grants(status="active"))
    say("revoked", await app.list_grants(status="revoked"))
    say("both", await app.list_grants(provider_id="harbor", account="bob@example.com"))
    say("none", await app.list_grants(provider_id="harbor", status="revoked"))


run(scenario)
