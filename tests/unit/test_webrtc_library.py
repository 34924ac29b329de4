"""The messages to WebRTC's audio processing are those that the package itself would write and read."""

from __future__ import annotations

import ctypes

import pytest
from livekit.rtc._proto import ffi_pb2 as package

from app.telephony import webrtc_library as ours


def test_everything_is_asked_for():
    wanted = package.FfiRequest()
    wanted.new_apm.echo_canceller_enabled = True
    wanted.new_apm.gain_controller_enabled = True
    wanted.new_apm.high_pass_filter_enabled = True
    wanted.new_apm.noise_suppression_enabled = True
    assert package.FfiRequest.FromString(ours.new_request()) == wanted


@pytest.mark.parametrize("field", [ours.NEAR, ours.FAR])
def test_a_frame_is_handed_over_with_its_place_in_memory(field: int):
    wanted = package.FfiRequest()
    frame = wanted.apm_process_stream if field == ours.NEAR else wanted.apm_process_reverse_stream
    frame.apm_handle, frame.data_ptr, frame.size = 7, 2**47 - 5, 320
    frame.sample_rate, frame.num_channels = 16000, 1
    written = ours.frame_request(field, 7, 2**47 - 5, 320, 16000)
    assert package.FfiRequest.FromString(written) == wanted


def test_the_handle_and_what_went_wrong_are_read():
    answer = package.FfiResponse()
    answer.new_apm.apm.handle.id = 300
    assert ours.first_number(answer.SerializeToString()) == 300
    went_well, went_wrong = package.FfiResponse(), package.FfiResponse()
    went_well.apm_process_stream.SetInParent()
    went_wrong.apm_process_stream.error = "Frame size is wrong."
    assert len(went_well.SerializeToString()) <= ours.SHORTEST
    assert ours.error_text(went_well.SerializeToString()) == ""
    assert ours.error_text(went_wrong.SerializeToString()) == "Frame size is wrong."


@pytest.mark.parametrize("answer", [b"", b"\x92", b"\x92\x03\x05\x0a"])
def test_an_answer_that_breaks_off_is_said(answer: bytes):
    with pytest.raises(ours.LibraryError):
        ours.first_number(answer)


def test_the_functions_are_called_as_the_package_calls_them():
    from livekit.rtc._ffi_client import FfiClient

    theirs, mine = FfiClient.instance._ffi_lib, ours.library()._c
    for name in ("livekit_ffi_initialize", "livekit_ffi_request", "livekit_ffi_drop_handle"):
        want, have = getattr(theirs, name).argtypes, getattr(mine, name).argtypes
        assert [ctypes.sizeof(each) for each in have] == [ctypes.sizeof(each) for each in want]


def test_a_frame_of_a_wrong_length_never_reaches_the_library():
    there = ours.library()
    handle = ours.first_number(there.ask(ours.new_request()))
    with pytest.raises(ours.LibraryError, match="10 ms"):
        ours.Frames(there, ours.NEAR, handle, 100, 16000)
    ours.Frames(there, ours.NEAR, handle, 320, 16000).work()
    there.let_go(handle)
