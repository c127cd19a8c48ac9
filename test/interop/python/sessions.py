from typing import Any

from alter_sdk import App
from scenario import given, refused, run, say


async def scenario(app: App) -> None:
    session = await app.create_connect_session(
        allowed_providers=["meadow", "harbor"],
        allowed_origin=given["origin"],
        return_url=given["origin"] + "/connected",
        required_scopes={"meadow": ["read"]},
    )
    say("session", session)
    await refused("nobody came", app.poll_connect_session(session.session_token, timeout=1, poll_interval=0.2))
    print(f"Open this URL to authorize: {session.connect_url}", flush=True)
    declined: list[dict[str, Any]] = []
    results = await app.poll_connect_session(
        session.session_token, timeout=60, poll_interval=0.2, on_event=declined.append
    )
    say("results", results)
    say("declined on the way", declined)
    say("read again", await app.poll_connect_session(session.session_token, timeout=5))
    await refused("unknown session", app.poll_connect_session("sess_of-nobody", timeout=5))
    await refused("origin with a path", app.create_connect_session(allowed_origin=given["origin"] + "/path"))


run(scenario)
