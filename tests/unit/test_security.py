"""Keys, fields, certificate, masking and the pause after wrong passwords."""

from __future__ import annotations

import hashlib
import ssl
from datetime import UTC, datetime, timedelta

import pytest

from app.server.security.certificate import load_certificate
from app.server.security.fields import FieldDamagedError, decrypt_field, encrypt_field
from app.server.security.keys import KeyFileError, load_keys
from app.server.security.lockout import Lockout
from app.server.security.masking import mask_email, mask_number
from app.server.security.passwords import hash_password, password_matches, random_password

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def test_password_is_recognised_and_a_wrong_one_is_not():
    hashed = hash_password("correct horse")
    assert password_matches("correct horse", hashed)
    assert not password_matches("wrong horse", hashed)
    assert not password_matches("correct horse", None)
    assert not password_matches("correct horse", "not a hash")


def test_random_passwords_are_long_and_differ():
    made = {random_password() for _ in range(200)}
    assert len(made) == 200
    assert {len(password) for password in made} == {12}


def test_keys_are_made_once_private_and_different_for_each_purpose(tmp_path):
    first, second = load_keys(tmp_path), load_keys(tmp_path)
    assert (first.recordings, first.journal, first.phones) == (
        second.recordings,
        second.journal,
        second.phones,
    )
    assert len({first.recordings, first.journal, first.phones}) == 3
    assert (tmp_path / "keys" / "master.key").stat().st_mode & 0o777 == 0o600
    assert first.recordings.hex() not in repr(first)


def test_a_key_file_that_others_may_read_is_refused_with_what_to_do(tmp_path):
    load_keys(tmp_path)
    path = tmp_path / "keys" / "master.key"
    path.chmod(0o644)
    with pytest.raises(KeyFileError, match=f"chmod 600 {path}"):
        load_keys(tmp_path)


@pytest.mark.parametrize("content", ["", "zz", "00" * 31, "nonsense\n"])
def test_a_damaged_key_file_is_never_replaced(tmp_path, content):
    load_keys(tmp_path)
    path = tmp_path / "keys" / "master.key"
    path.write_text(content)
    with pytest.raises(KeyFileError, match="backup"):
        load_keys(tmp_path)
    assert path.read_text() == content


def test_an_encrypted_field_is_read_back_only_in_its_own_row():
    key = b"k" * 32
    value = encrypt_field(key, "sécret 密码", "phones/1001")
    assert decrypt_field(key, value, "phones/1001") == "sécret 密码"
    with pytest.raises(FieldDamagedError):
        decrypt_field(key, value, "phones/1002")
    with pytest.raises(FieldDamagedError):
        decrypt_field(key, value[:-1] + bytes([value[-1] ^ 1]), "phones/1001")
    with pytest.raises(FieldDamagedError):
        decrypt_field(key, b"", "phones/1001")


def test_certificate_names_this_machine_and_keeps_its_fingerprint(tmp_path):
    made, again = load_certificate(tmp_path), load_certificate(tmp_path)
    assert made == again
    pem = made.certificate.read_text()
    assert hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest() == made.sha256
    assert made.key.stat().st_mode & 0o777 == 0o600
    context = ssl.create_default_context(cafile=str(made.certificate))
    assert len(context.get_ca_certs()) <= 1  # not an authority: it cannot sign others
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(made.certificate, made.key)


def test_a_lost_certificate_key_is_said_and_nothing_is_overwritten(tmp_path):
    made = load_certificate(tmp_path)
    made.key.unlink()
    with pytest.raises(KeyFileError, match=r"server\.key is missing"):
        load_certificate(tmp_path)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+8613812341234", "138****1234"),
        ("13812341234", "138****1234"),
        ("+862158765678", "021****5678"),
        ("+8675512345678", "075****5678"),
        ("4001", "4001"),
        ("10086", "10086"),
        ("+864001234567", "400****4567"),
        ("+442079460958", "+442****0958"),
        ("6123456", "61****56"),
        ("anonymous", "anonymous"),
        ("", ""),
    ],
)
def test_masked_numbers(number, shown):
    assert mask_number(number) == shown


def test_masked_email():
    assert mask_email("liming@example.com") == "l****@example.com"
    assert mask_email("") == ""


def try_wrong(lockout: Lockout, times: int, username="1001", address="10.0.0.1", now=NOW):
    for _ in range(times):
        lockout.tried(username, address, now)
        lockout.failed(address, now)


def test_five_wrong_passwords_lock_for_a_minute_and_then_for_longer():
    lockout = Lockout()
    try_wrong(lockout, 4)
    assert lockout.wait_s("1001", "10.0.0.1", NOW) == 0
    try_wrong(lockout, 1)
    assert lockout.wait_s("1001", "10.0.0.1", NOW) == 60
    later = NOW + timedelta(seconds=61)
    assert lockout.wait_s("1001", "10.0.0.1", later) == 0
    try_wrong(lockout, 1, now=later)
    assert lockout.wait_s("1001", "10.0.0.1", later) == 120


def test_a_lock_is_for_this_user_at_this_address_only():
    lockout = Lockout()
    try_wrong(lockout, 6)
    assert lockout.wait_s("1002", "10.0.0.1", NOW) == 0
    assert lockout.wait_s("1001", "10.0.0.2", NOW) == 0


def test_upper_and_lower_case_share_one_count():
    lockout = Lockout()
    for name in ("Anna", "anna", "ANNA", "aNNa", "annA"):
        try_wrong(lockout, 1, username=name)
    assert lockout.wait_s("anna", "10.0.0.1", NOW) > 0


def test_an_address_that_tries_many_names_is_locked_as_a_whole():
    lockout = Lockout()
    for number in range(30):
        try_wrong(lockout, 1, username=f"user{number}")
    assert lockout.wait_s("somebody-else", "10.0.0.1", NOW) > 0


def test_the_right_password_forgets_the_wrong_ones():
    lockout = Lockout()
    try_wrong(lockout, 4)
    lockout.succeeded("1001", "10.0.0.1")
    try_wrong(lockout, 4)
    assert lockout.wait_s("1001", "10.0.0.1", NOW) == 0
