"""Files of weak bits [R1.15]-[R1.19]."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freebit.source import weakbits
from freebit.source.weakbits import ASSUMPTION, Encoding, WeakBits, WeakBitsError, bits_of


def read(path: Path, encoding: Encoding, stride: int = 1) -> list[int]:
    return list(bits_of(WeakBits(path, encoding, stride).blocks()))


@pytest.mark.parametrize(
    ("encoding", "data", "bits"),
    [
        (Encoding.NIST, b"\x01\x00\x00\x01", [1, 0, 0, 1]),
        (Encoding.ASCII, b"10 0\r\n1\t\n", [1, 0, 0, 1]),
        (Encoding.PACKED_MSB, b"\x90\x01", [1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]),
        (Encoding.PACKED_LSB, b"\x90\x01", [0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0]),
        (Encoding.NIST, b"", []),
    ],
)
def test_encodings(tmp_path: Path, encoding: Encoding, data: bytes, bits: list[int]) -> None:
    """[R1.15] [R1.16] [R1.17]"""
    path = tmp_path / "bits"
    path.write_bytes(data)
    assert read(path, encoding) == bits


@pytest.mark.parametrize(
    ("encoding", "data", "message"),
    [
        (Encoding.NIST, b"\x00\x01\x02", "R1.15.*byte 0x02 at offset 2"),
        (Encoding.NIST, b"1", "R1.15.*byte 0x31 at offset 0"),
        (Encoding.ASCII, b"01\n0\x00", "R1.16.*byte 0x00 at offset 4"),
        (Encoding.ASCII, b"012", "R1.16.*byte 0x32 at offset 2"),
    ],
)
def test_a_symbol_that_is_not_a_bit_is_named_with_its_offset(
    tmp_path: Path, encoding: Encoding, data: bytes, message: str
) -> None:
    """[R1.15] [R1.16]"""
    path = tmp_path / "bits"
    path.write_bytes(data)
    with pytest.raises(WeakBitsError, match=message):
        read(path, encoding)


def test_the_offset_counts_from_the_start_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """[R1.15] also beyond the first block."""
    monkeypatch.setattr(weakbits, "BLOCK_BYTES", 4)
    path = tmp_path / "bits"
    path.write_bytes(b"\x00" * 9 + b"\xff\x00")
    with pytest.raises(WeakBitsError, match="0xff at offset 9"):
        read(path, Encoding.NIST)


@given(st.lists(st.integers(0, 1), max_size=60), st.integers(1, 9), st.integers(1, 9), st.sampled_from(Encoding))
def test_a_stride_takes_every_kth_bit(bits: list[int], stride: int, block: int, encoding: Encoding) -> None:
    """[R1.18] whatever the blocks in which the file is read."""
    import tempfile

    if encoding in (Encoding.PACKED_MSB, Encoding.PACKED_LSB):
        bits = bits[: len(bits) // 8 * 8]
    groups = ["".join(map(str, bits[i : i + 8])) for i in range(0, len(bits), 8)]
    data = {
        Encoding.NIST: bytes(bits),
        Encoding.ASCII: " ".join(map(str, bits)).encode(),
        Encoding.PACKED_MSB: bytes(int(group, 2) for group in groups if len(group) == 8),
        Encoding.PACKED_LSB: bytes(int(group[::-1], 2) for group in groups if len(group) == 8),
    }[encoding]
    before = weakbits.BLOCK_BYTES
    weakbits.BLOCK_BYTES = block
    try:
        with tempfile.NamedTemporaryFile() as file:
            file.write(data)
            file.flush()
            assert read(Path(file.name), encoding, stride) == bits[::stride]
    finally:
        weakbits.BLOCK_BYTES = before


def test_a_stride_is_positive(tmp_path: Path) -> None:
    """[R1.18]"""
    with pytest.raises(WeakBitsError, match=r"R1\.18"):
        WeakBits(tmp_path / "bits", Encoding.NIST, 0)


def test_reports_carry_digest_length_and_the_assumption(tmp_path: Path) -> None:
    """[R1.19]"""
    path = tmp_path / "bits"
    path.write_bytes(b"\x00\x01" * 10)
    weak = WeakBits(path, Encoding.NIST, 3)
    assert sum(map(len, weak.blocks())) == 7
    facts = weak.provenance(5)
    assert facts.sha256 == hashlib.sha256(b"\x00\x01" * 10).hexdigest()
    assert (facts.encoding, facts.stride, facts.bits_in_file, facts.bits_used) == ("nist", 3, 20, 5)
    assert facts.assumption == ASSUMPTION
    assert "no data can establish it" in ASSUMPTION


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(WeakBitsError, match="No such file"):
        read(tmp_path / "none", Encoding.NIST)
