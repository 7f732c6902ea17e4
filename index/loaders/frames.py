"""How the reading child and its parent speak: frames of eight bytes of length, then as many bytes."""

from typing import IO


def write_frame(stream: IO[bytes], content: bytes) -> None:
    """Send one frame."""
    stream.write(len(content).to_bytes(8, "big"))
    stream.write(content)
    stream.flush()


def read_frame(stream: IO[bytes], most: int) -> bytes:
    """The content of the next frame. Raises EOFError where the stream ends, or the frame is longer than `most`."""
    length = int.from_bytes(stream.read(8), "big")
    content = stream.read(length) if 0 < length <= most else b""
    if len(content) != length or not length:
        raise EOFError
    return content
