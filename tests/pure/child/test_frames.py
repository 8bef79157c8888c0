"""The frames between worker and child: whatever a broken child sends, the worker gets `BadFrame` or the end."""

import contextlib
import io
import json
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhupei.pure.child import frames


def reader(data):
    stream = io.BytesIO(data)

    def read(count):
        piece = stream.read(count)
        if len(piece) != count:
            raise EOFError
        return piece

    return read


def raw(header):
    text = json.dumps(header).encode()
    return struct.pack(">I", len(text)) + text


@given(st.dictionaries(st.text(), st.text()), st.lists(st.binary(), max_size=5))
def test_what_is_packed_comes_out(header, blobs):
    header.pop("blobs", None)
    assert frames.unpack(reader(b"".join(frames.pack(header, blobs)))) == (header, blobs)


@pytest.mark.parametrize(
    "data",
    [
        struct.pack(">I", 2**31),
        struct.pack(">I", 4) + b"\xff\xfe\xfd\xfc",
        raw([]),
        raw({}),
        raw({"blobs": "many"}),
        raw({"blobs": [-1]}),
        raw({"blobs": [True]}),
        raw({"blobs": [2.5]}),
        raw({"blobs": [2**40]}),
        raw({"blobs": [0] * 1000}),
    ],
)
def test_nonsense_is_a_bad_frame(data):
    with pytest.raises(frames.BadFrame):
        frames.unpack(reader(data))


@given(st.binary(max_size=200))
def test_no_bytes_cause_anything_else(data):
    with contextlib.suppress(frames.BadFrame, EOFError):
        frames.unpack(reader(data))
