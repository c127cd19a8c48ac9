from alter_sdk import App
from scenario import given, refused, run, say


async def scenario(app: App) -> None:
    options = {"open_browser": False, "poll_interval": 0.2, "timeout": 60}
    say("creation", await app.connect(providers=["meadow"], **options))
    say("reauth", await app.connect(providers=["meadow"], **options))
    say("limited", await app.connect(providers=["harbor"], grant_policy={"max_ttl_seconds": 3600}, **options))
    await refused("denied", app.connect(providers=["meadow"], **options))
    await refused("unknown provider", app.connect(providers=[given["unknown_provider"]], **options))


run(scenario)
