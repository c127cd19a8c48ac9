"""Calls from a machine whose clock is wrong."""

from alter_sdk import App
from scenario import refused, run


async def scenario(app: App) -> None:
    await refused("late", app.list_grants())


run(scenario)
