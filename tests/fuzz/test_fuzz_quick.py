"""A short round of fuzzing in every test run: damaged, joined and wholly random inputs for each target."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS

EXAMPLES = {"sip-engine": 100, "rtp": 80, "rtp-transcoded": 60, "rtp-mixed": 40, "srtp": 60}


@st.composite
def damaged(draw: st.DrawFn, examples: tuple[bytes, ...]) -> bytes:
    """One of the good inputs with pieces cut out, repeated, exchanged and rubbish put in."""
    data = draw(st.sampled_from(examples))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(data)))
        end = draw(st.integers(at, min(len(data), at + 40)))
        other = draw(st.sampled_from(examples))
        piece = draw(st.one_of(st.binary(max_size=12), st.just(data[at:end] * 3), st.just(other[at:end])))
        data = data[:at] + piece + data[end:]
    return data


@pytest.mark.parametrize("name", TARGETS)
def test_no_input_does_harm(name: str) -> None:
    target = TARGETS[name]()

    @settings(
        deadline=None,
        max_examples=EXAMPLES.get(name, 200),
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(st.one_of(damaged(target.seeds), damaged(target.seeds), st.binary(max_size=400)))
    def feed(data: bytes) -> None:
        target(data)

    try:
        for each in target.seeds:
            target(each)
        feed()
    finally:
        target.close()
