"""How the reading child and its parent speak: frames of eight bytes of length, then as many bytes."""

from typing import IO


def write_frame(stream: IO[bytes], content: bytes) -> None:
    """Send one frame."""
    stream.write(len(content).to_bytes(8, "big"))
    stream.write(content)
    stream.flush()


def read_frame(stream: IO[bytes], most: int) -> bytes:
    """The content of the next frame. Raises EOFError where the stream ends, or the frame is longer than `most`."""
    head = stream.read(8)
    length = int.from_bytes(head, "big")
    content = stream.read(length) if length <= most else b""
    if len(head) < 8 or len(content) != length:
        raise EOFError
    return content
