"""Zstandard of the running Python: the standard library's from 3.14 on, its backport before.

Content-Encoding `zstd` of row pages and the packing of snapshot parts (PROTOCOL R6, R8).
"""

import sys

if sys.version_info >= (3, 14):
    from compression.zstd import (
        CompressionParameter,
        DecompressionParameter,
        ZstdCompressor,
        ZstdDecompressor,
        ZstdError,
    )
else:
    from backports.zstd import (
        CompressionParameter,
        DecompressionParameter,
        ZstdCompressor,
        ZstdDecompressor,
        ZstdError,
    )

__all__ = [
    "WINDOW_LOG",
    "CompressionParameter",
    "DecompressionParameter",
    "ZstdCompressor",
    "ZstdDecompressor",
    "ZstdError",
    "packer",
    "unpacker",
]

WINDOW_LOG = 25
"""Greatest window (32 MiB) that our side packs with or unpacks: it is memory of the reader."""


def packer(level: int) -> ZstdCompressor:
    """Return a compressor whose frames every client of ours can unpack."""
    parameters = CompressionParameter
    return ZstdCompressor(
        options={parameters.compression_level: level, parameters.checksum_flag: 1}
    )


def unpacker() -> ZstdDecompressor:
    """Return a decompressor that refuses frames with a greater window than `WINDOW_LOG`."""
    return ZstdDecompressor(options={DecompressionParameter.window_log_max: WINDOW_LOG})
