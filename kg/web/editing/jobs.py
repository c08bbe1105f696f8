"""Work that outlasts a request: whoever began it looks again later."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, Final

from kg.errors import NotFound, Overloaded

_EACH: Final = 4
_KEPT: Final = 600.0


@dataclass(slots=True)
class Job:
    """One piece of work, begun by *owner*; its task's result is the key of an article."""

    id: str
    owner: str
    task: asyncio.Task[str]
    begun: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> int:
        """Return how long ago it was begun."""
        return int(time.monotonic() - self.begun)


@dataclass(slots=True)
class Jobs:
    """The work under way; what is over is forgotten after ten minutes."""

    _jobs: dict[str, Job] = field(default_factory=dict)

    def begin(self, owner: str, work: Coroutine[Any, Any, str]) -> Job:
        """Begin some work; raises Overloaded for one who has too much under way."""
        for job in [job for job in self._jobs.values() if job.task.done() and job.seconds > _KEPT]:
            del self._jobs[job.id]
        if sum(job.owner == owner and not job.task.done() for job in self._jobs.values()) >= _EACH:
            work.close()
            raise Overloaded("you have several articles being read already", yours=True, seconds=10)
        job = Job(secrets.token_hex(8), owner, asyncio.ensure_future(work))
        # A failure that nobody comes to see is none that anybody has to be told of.
        job.task.add_done_callback(lambda task: task.cancelled() or task.exception())
        self._jobs[job.id] = job
        return job

    def find(self, id_: str, owner: str) -> Job:
        """Return somebody's own job; raises NotFound."""
        job = self._jobs.get(id_)
        if job is None or job.owner != owner:
            raise NotFound("nothing is being read under this address any more", hint="see /review")
        return job


async def within(seconds: float, job: Job) -> bool:
    """Wait a moment for a job; tell whether it is over."""
    await asyncio.wait({job.task}, timeout=seconds)
    return job.task.done()
