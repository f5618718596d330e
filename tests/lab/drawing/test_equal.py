"""The compiled draws and the plain ones: the published generator, and the same bits for every word that can differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import njit
from numpy.typing import NDArray

from sojourn.lab.drawing import compiled, plain

#: Known answers of Philox4x32-10, from the file kat_vectors of Random123: counter, key, words.
KNOWN = [
    ((0x0,) * 4, (0x0,) * 2, (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]
WORDS32 = st.integers(0, 2**32 - 1)
STEPS = 1 << 23
CHUNK = 1 << 20

Number = type[np.float32] | type[np.int32]


@pytest.mark.parametrize(("counter", "key", "known"), KNOWN)
def test_the_published_answers(
    counter: tuple[int, int, int, int], key: tuple[int, int], known: tuple[int, int, int, int]
) -> None:
    assert tuple(plain.philox(counter, key).tolist()) == known
    assert tuple(map(int, compiled.philox(*map(np.uint32, (*counter, *key))))) == known


@given(st.tuples(WORDS32, WORDS32, WORDS32, WORDS32), st.tuples(WORDS32, WORDS32))
def test_the_same_words_for_any_counter_and_key(counter: tuple[int, int, int, int], key: tuple[int, int]) -> None:
    compiled_words = compiled.philox(*map(np.uint32, (*counter, *key)))
    assert tuple(map(int, compiled_words)) == tuple(plain.philox(counter, key).tolist())


@given(st.tuples(WORDS32, WORDS32, WORDS32), WORDS32, st.tuples(WORDS32, WORDS32))
def test_the_same_word_for_any_index(counter: tuple[int, int, int], index: int, key: tuple[int, int]) -> None:
    """Given an index, then both give the word of its block that it says."""
    block = plain.philox((*counter, index // 4), key)
    assert int(plain.word(*counter, index, key)) == int(block[index % 4])
    assert int(compiled.word(*map(np.uint32, (*counter, index, *key)))) == int(block[index % 4])


def each(function: Callable[[np.uint32], object], kind: Number) -> Callable[[NDArray[np.uint32]], NDArray[np.generic]]:
    """A compiled function over an array, in a loop that a compiler turns into vectors as it would in a kernel."""

    @njit
    def loop(words, out):  # type: ignore[no-untyped-def]
        for i in range(words.size):
            out[i] = function(words[i])

    def over(words: NDArray[np.uint32]) -> NDArray[np.generic]:
        out = np.empty(words.size, kind)
        loop(words, out)
        return out

    return over


def all_words() -> Iterator[NDArray[np.uint32]]:
    """One word for each of the 2^23 uniform numbers, in parts: the lower bits of each are other than 0."""
    for begin in range(0, STEPS, CHUNK):
        steps = np.arange(begin, begin + CHUNK, dtype=np.uint32)
        yield steps << np.uint32(9) | steps % np.uint32(512)


KINDS: list[tuple[str, Number]] = [
    ("uniform", np.float32),
    ("exponential", np.float32),
    ("threshold", np.int32),
    ("gumbel", np.int32),
    ("logistic", np.int32),
]


@pytest.mark.parametrize(("name", "kind"), KINDS, ids=[name for name, _ in KINDS])
def test_every_value_is_equal_to_the_bit(name: str, kind: Number) -> None:
    """Given every uniform number there is, then both make the same bits of it, and none that is not allowed."""
    ours = each(getattr(compiled, name), kind)
    reference = getattr(plain, name)
    for words in all_words():
        ready = ours(words)
        wanted = reference(words)
        assert ready.dtype == wanted.dtype == kind
        assert np.array_equal(ready.view(np.uint32), wanted.view(np.uint32))
        if name == "uniform":
            assert 0 < ready.min() <= ready.max() < 1
        if name == "exponential":
            assert ready.min() >= np.float32(2.0**-24)
        if name == "threshold":
            assert ready.min() >= 1


def test_the_logarithm_is_equal_to_the_bit_and_close_to_the_true_one() -> None:
    """Given float32 numbers of every size, the least and greatest among them, then both logarithms have the same bits
    and are within two units in the last place of the true one.
    """
    ours = each(log_of_bits, np.float32)
    least, greatest = (np.float32(edge).view(np.uint32) for edge in (np.finfo("f4").tiny, np.finfo("f4").max))
    bits = np.append(np.arange(least, greatest, 997, dtype=np.uint32), greatest)
    x = bits.view(np.float32)
    log = plain.log32(x)
    assert np.array_equal(ours(bits).view(np.uint32), log.view(np.uint32))
    true = np.log(x.astype(np.float64))
    assert (np.abs(log - true) <= 2 * np.spacing(np.abs(log))).all()


@njit
def log_of_bits(bits):  # type: ignore[no-untyped-def]
    return compiled.log32(np.uint32(bits).view(np.float32))
