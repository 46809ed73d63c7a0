"""Signs of life of the workers, in Valkey: asking one for an answer would take seconds."""

import time
from collections.abc import Iterable

import redis
from django.conf import settings

SECONDS_ALIVE = 15


def beat(worker: str, queues: Iterable[str]) -> None:
    """Note that `worker` serves `queues`; a Valkey that is down has nobody waiting for it."""
    now = time.time()
    with _valkey() as client, client.pipeline(transaction=False) as pipeline:
        for queue in queues:
            pipeline.zadd(_key(queue), {worker: now})
            pipeline.zremrangebyscore(_key(queue), "-inf", now - SECONDS_ALIVE)
        try:
            pipeline.execute()
        except redis.RedisError:
            return


def worker_counts() -> dict[str, int]:
    """Return how many workers of each queue showed life lately; none if Valkey is down."""
    queues = [queue.name for queue in settings.CELERY_TASK_QUEUES]
    oldest = time.time() - SECONDS_ALIVE
    with _valkey() as client, client.pipeline(transaction=False) as pipeline:
        for queue in queues:
            pipeline.zcount(_key(queue), oldest, "+inf")
        try:
            counts = pipeline.execute()
        except redis.RedisError:
            counts = [0] * len(queues)
    return dict(zip(queues, counts, strict=True))


def _key(queue: str) -> str:
    return f"lotsenportal:workers:{queue}"


def _valkey() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1)
