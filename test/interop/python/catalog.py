from alter_sdk import App
from scenario import run, say


async def scenario(app: App) -> None:
    catalog = await app.oauth_providers.list()
    say("ids", sorted(catalog.providers))
    for provider in ("github", "meadow"):
        say(provider, catalog.providers[provider])
        say(f"{provider} default", list(catalog.get_default_scopes(provider)))
        say(f"{provider} required", list(catalog.get_required_scopes(provider)))


run(scenario)
