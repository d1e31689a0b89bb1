"""Files of weak bits [R1.15]-[R1.19]."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freebit.source import weakbits
from freebit.source.frequencies import describe
from freebit.source.weakbits import ASSUMPTION, Encoding, WeakBits, WeakBitsError, bits_of


def read(path: Path, encoding: Encoding, stride: int = 1) -> list[int]:
    return list(bits_of(WeakBits(path, encoding, stride).blocks()))


@pytest.mark.parametrize(
    ("encoding", "data", "bits"),
    [
        (Encoding.NIST, b"\x01\x00\x00\x01", [1, 0, 0, 1]),
        (Encoding.ASCII, b"10 0\r\n1\t\n", [1, 0, 0, 1]),
        (Encoding.PACKED_MSB, b"\x90\x01", [1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]),
        (Encoding.NIST_3, b"\x05\x03", [1, 0, 1, 0, 1, 1]),
        (Encoding.PACKED_LSB, b"\x90\x01", [0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0]),
        (Encoding.NIST, b"", []),
    ],
)
def test_encodings(tmp_path: Path, encoding: Encoding, data: bytes, bits: list[int]) -> None:
    """[R1.15] [R1.16] [R1.17] [R1.23]"""
    path = tmp_path / "bits"
    path.write_bytes(data)
    assert read(path, encoding) == bits


@pytest.mark.parametrize(
    ("encoding", "data", "message"),
    [
        (Encoding.NIST, b"\x00\x01\x02", "R1.15.*byte 0x02 at offset 2"),
        (Encoding.NIST, b"1", "R1.15.*byte 0x31 at offset 0"),
        (Encoding.NIST, b"\x00\x0d\x02", "R1.15.*byte 0x0d at offset 1 .*symbols up to this one are nist-4"),
        (Encoding.NIST, b"01\n", "R1.15.*byte 0x30 at offset 0 .*the characters 0 and 1 are ascii"),
        (Encoding.NIST_2, b"\x03\x04", "R1.23.*byte 0x04 at offset 1 is not a symbol of 2 bits.*are nist-3"),
        (Encoding.NIST_7, b"\x80", "R1.23.*byte 0x80 at offset 0 is not a symbol of 7 bits.*are nist-8"),
        (Encoding.ASCII, b"01\n0\x00", "R1.16.*byte 0x00 at offset 4 is not a bit$"),
        (Encoding.ASCII, b"012", "R1.16.*byte 0x32 at offset 2"),
    ],
)
def test_a_symbol_that_is_not_a_bit_is_named_with_its_offset(
    tmp_path: Path, encoding: Encoding, data: bytes, message: str
) -> None:
    """[R1.15] [R1.16] [R1.23]"""
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


#: The four-bit sample of NIST's own tool.
RAND_4 = Path(__file__).parent / "nist" / "rand4_short.bin"


def test_samples_of_the_90b_tool_with_four_bits_a_symbol() -> None:
    """[R1.23]"""
    data = RAND_4.read_bytes()
    bits = read(RAND_4, Encoding.NIST_4)
    assert [8 * a + 4 * b + 2 * c + d for a, b, c, d in zip(*[iter(bits)] * 4, strict=True)] == list(data)
    assert describe([bytes(bits)]).epsilon_at_most > 0.48
    with pytest.raises(WeakBitsError, match="symbols up to this one are nist-4"):
        read(RAND_4, Encoding.NIST)


@given(st.lists(st.integers(0, 1), max_size=60), st.integers(1, 9), st.integers(1, 9), st.sampled_from(Encoding))
def test_a_stride_takes_every_kth_bit(bits: list[int], stride: int, block: int, encoding: Encoding) -> None:
    """[R1.18] whatever the blocks in which the file is read."""
    import tempfile

    size = 8 if "packed" in encoding else int(encoding.removeprefix("nist-")) if "-" in encoding else 1
    bits = bits[: len(bits) // size * size]
    groups = ["".join(map(str, bits[i : i + size])) for i in range(0, len(bits), size)]
    if encoding is Encoding.ASCII:
        data = " ".join(groups).encode()
    else:
        data = bytes(int(group[::-1] if encoding is Encoding.PACKED_LSB else group, 2) for group in groups)
    before = weakbits.BLOCK_BYTES
    weakbits.BLOCK_BYTES = block
    try:
        with tempfile.NamedTemporaryFile() as file:
            file.write(data)
            file.flush()
            assert read(Path(file.name), encoding, stride) == bits[::stride]
    finally:
        weakbits.BLOCK_BYTES = before


@pytest.mark.parametrize("before", [0, 1, 5, 12])
@pytest.mark.parametrize("stride", [1, 2, 3, 7])
def test_a_stride_goes_on_from_block_to_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stride: int, before: int
) -> None:
    """[R1.18] [R6.133] the first byte of each block that is taken counts what stands before, in and before the file."""
    monkeypatch.setattr(weakbits, "BLOCK_BYTES", 4)
    bits = bytes(0xB1D6A5 >> i & 1 for i in range(24))
    path = tmp_path / "bits"
    path.write_bytes(bits)
    all_bits = bytes(before) + bits
    taken = b"".join(WeakBits(path, Encoding.NIST, stride, before).blocks())
    assert taken == bytes(all_bits[i] for i in range(before, len(all_bits)) if i % stride == 0)


def test_what_is_read_has_a_name(tmp_path: Path) -> None:
    """[R1.19]"""
    assert WeakBits(None, Encoding.NIST).name == "standard input"
    assert WeakBits(tmp_path, Encoding.NIST).provenance(0).path == str(tmp_path)


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


@pytest.mark.parametrize("encoding", Encoding)
def test_how_many_bits_a_byte_holds(tmp_path: Path, encoding: Encoding) -> None:
    """[R1.15]-[R1.17], [R1.23] as many as are read from one; of characters none is told, since blanks hold none."""
    path = tmp_path / "one"
    path.write_bytes(b"1" if encoding is Encoding.ASCII else b"\x01")
    found = sum(map(len, WeakBits(path, encoding).blocks()))
    assert encoding.bits_a_byte == (None if encoding is Encoding.ASCII else found)


def test_the_bytes_that_were_read_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weakbits, "BLOCK_BYTES", 4)
    path = tmp_path / "ten"
    path.write_bytes(b"\x01" * 10)
    told: list[int] = []
    bits = b"".join(WeakBits(path, Encoding.NIST).blocks(told.append))
    assert told == [4, 8, 10]
    assert bits == b"\x01" * 10
