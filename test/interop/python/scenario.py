"""What the scenarios share: what they are given, and one JSON line for each step that the test asserts on."""

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from typing import Any

from alter_sdk import App
from alter_sdk.exceptions import AlterSDKError
from pydantic import BaseModel

given: dict[str, Any] = json.loads(os.environ["SCENARIO"])


def say(step: str, value: Any) -> None:
    print(json.dumps({"step": step, "value": plain(value)}, default=str), flush=True)


def plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    return [plain(one) for one in value] if isinstance(value, list) else value


async def refused(step: str, call: Awaitable[Any]) -> None:
    """Says which typed error the call ended with, and everything that the error carries."""
    try:
        answer = await call
    except AlterSDKError as error:
        parents = [parent.__name__ for parent in type(error).__mro__]
        say(step, {"raised": type(error).__name__, "parents": parents, **vars(error)})
    else:
        say(step, {"raised": None, "answer": plain(answer)})


def run(scenario: Callable[[App], Awaitable[None]], **options: Any) -> None:
    async def main() -> None:
        async with App(api_key=os.environ["ALTER_API_KEY"], **options) as app:
            await scenario(app)

    asyncio.run(main())
