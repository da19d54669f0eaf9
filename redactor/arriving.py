"""Items of an asynchronous source in batches: those that have arrived, without waiting for more."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable
from dataclasses import dataclass
from typing import TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class _End:
    """Behind the last item: what the source raised."""

    error: Exception | None


async def arriving(source: AsyncIterable[Item], most: int) -> AsyncGenerator[list[Item], None]:
    """Lists of 1…``most`` items, in order. While ``most`` wait here, the source waits. Raises what it raises, behind the
    items before it."""
    queue: asyncio.Queue[Item | _End] = asyncio.Queue(most)
    pump = asyncio.create_task(_pump(source, queue))
    try:
        end = None
        while end is None:
            items: list[Item] = []
            while end is None and len(items) < most and not (items and queue.empty()):
                one = await queue.get()
                if isinstance(one, _End):
                    end = one
                else:
                    items.append(one)
            if items:
                yield items
        if end.error is not None:
            raise end.error
    finally:
        pump.cancel()
        await asyncio.gather(pump, return_exceptions=True)


async def _pump(source: AsyncIterable[Item], queue: asyncio.Queue[Item | _End]) -> None:
    error: Exception | None = None
    try:
        async for item in source:
            await queue.put(item)
    except Exception as raised:
        error = raised
    await queue.put(_End(error))
