"""What a connection may take, and for how long. Seconds and bytes; the reasons stand in docs/OPERATIONS.md."""

from dataclasses import dataclass

KB = 1024
MB = 1024 * KB


@dataclass(frozen=True)
class ServingLimits:
    """One set for a process.

    `first`: until a new connection begins its first request · `header`: from the first byte of a request to the end of
    its headers · `idle`: between two requests · `silence`: no byte of an announced body · `grace`, `window`,
    `least_rate`: after so many seconds the last window must have brought a body at this rate (bytes a second) ·
    `patience`, `steady_rate`: the longest time of a body, and a second more for so many bytes that it may have ·
    `writing`: an answer of which nothing is taken · `closing`: from our goodbye to the end · `linger`: how long we
    listen on after refusing a body, so that the refusal is read · `watch`: how often connections are looked at.

    A body that may be larger than `body_bytes` is a large one: `owner_bodies`, `owner_bytes` of one person at once, and
    never in the last `reserved_bytes` of `stored_bytes`. `frames`, `frame_bytes`: a body in chunks may have so many,
    and one more for so many bytes.
    """

    first: float = 20.0
    header: float = 10.0
    idle: float = 75.0
    silence: float = 20.0
    grace: float = 10.0
    window: float = 20.0
    least_rate: float = 1.0 * KB
    patience: float = 60.0
    steady_rate: float = 10.0 * KB
    writing: float = 30.0
    closing: float = 5.0
    linger: float = 2.0
    watch: float = 1.0

    linger_bytes: int = 1 * MB
    header_bytes: int = 32 * KB
    header_fields: int = 100
    padding_bytes: int = 512 * KB
    frames: int = 512
    frame_bytes: int = 4 * KB
    pipelined: int = 8
    body_bytes: int = 256 * KB
    in_memory: int = 256 * KB
    stored_bytes: int = 512 * MB
    reserved_bytes: int = 64 * MB
    owner_bodies: int = 8
    owner_bytes: int = 64 * MB
    waiting_requests: int = 256
    connections: int = 4096
