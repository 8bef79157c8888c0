"""What libraries raise over a damaged picture."""

import struct
import zlib

# Found by spoiling good files: Pillow and pillow_heif let the errors of whatever they call pass.
DAMAGED = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    OverflowError,
    struct.error,
    zlib.error,
    RuntimeError,
)
