"""A full transfer: one file, for one recipient, and not a byte of it may change."""

from __future__ import annotations

import stat
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from sojourn.register.refusal import Refused
from sojourn.register.services.ledgers import sealing
from sojourn.register.services.ledgers.sealing import is_sealed, recipient_of, recipient_with, seal, unseal

PHRASE = "a phrase that nobody guesses"


def pair() -> tuple[bytes, bytes]:
    key = X25519PrivateKey.generate()
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), public


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "ledger"
    made.mkdir()
    (made / "ledger.json").write_text("{}")
    (made / "persons.parquet").write_bytes(bytes(range(256)) * 1000)
    return made


def test_what_is_sealed_comes_out_the_same(folder: Path, tmp_path: Path) -> None:
    private, public = pair()
    seal(folder, tmp_path / "sealed", recipient_of(public))
    assert is_sealed(tmp_path / "sealed")
    assert not is_sealed(folder)
    assert b"ledger.json" not in (tmp_path / "sealed").read_bytes()
    unseal(tmp_path / "sealed", tmp_path / "out", private_key=private)
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == {
        path.name: path.read_bytes() for path in folder.iterdir()
    }


def test_a_passphrase_does_as_well(folder: Path, tmp_path: Path) -> None:
    seal(folder, tmp_path / "sealed", recipient_with(PHRASE))
    unseal(tmp_path / "sealed", tmp_path / "out", passphrase=PHRASE)
    assert (tmp_path / "out/ledger.json").read_text() == "{}"
    for wrong, code in (("another phrase of length", "sealed_for_other"), ("", "passphrase_needed")):
        with pytest.raises(Refused) as refused:
            unseal(tmp_path / "sealed", tmp_path / "no", passphrase=wrong)
        assert refused.value.code == code


def test_nobody_else_opens_it(folder: Path, tmp_path: Path) -> None:
    _, public = pair()
    other, _ = pair()
    seal(folder, tmp_path / "sealed", recipient_of(public))
    for key, code in ((other, "sealed_for_other"), (b"", "private_key_needed"), (b"nonsense", "not_a_private_key")):
        with pytest.raises(Refused) as refused:
            unseal(tmp_path / "sealed", tmp_path / "no", private_key=key)
        assert refused.value.code == code


@pytest.mark.parametrize("where", ["header", "first", "middle", "last", "cut", "cut_at_a_piece", "longer"])
def test_a_change_is_found(folder: Path, tmp_path: Path, where: str) -> None:
    private, public = pair()
    seal(folder, tmp_path / "sealed", recipient_of(public))
    whole = bytearray((tmp_path / "sealed").read_bytes())
    header = whole.index(b"\n", 5) + 1
    match where:
        case "cut":
            del whole[-1:]
        case "cut_at_a_piece":
            del whole[header + 2 * (64 * 1024 + 16) :]
        case "longer":
            whole += b"x"
        case _:
            at = {"header": header - 5, "first": header + 3, "middle": len(whole) // 2, "last": len(whole) - 1}[where]
            whole[at] ^= 1
    (tmp_path / "changed").write_bytes(whole)
    with pytest.raises(Refused):
        unseal(tmp_path / "changed", tmp_path / "no", private_key=private)


def test_only_a_key_to_agree_with_is_taken() -> None:
    signs = Ed25519PrivateKey.generate().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    for wrong in (signs, b"nonsense"):
        with pytest.raises(Refused, match="X25519"):
            recipient_of(wrong)
    with pytest.raises(Refused, match="12"):
        recipient_with("short")


@pytest.mark.parametrize("name", ["../out_of_it", "/out_of_it", "a/../../out_of_it"])
def test_nothing_is_put_outside_the_folder(name: str, folder: Path, tmp_path: Path) -> None:
    """Given a sealed file of somebody who means harm, then a name that leads out of the folder is refused."""
    renamed = name if not name.startswith("/") else str(tmp_path / "out_of_it")
    _seal_changed(folder, tmp_path / "sealed", lambda entry: setattr(entry, "name", renamed))
    with pytest.raises(Refused, match="is no encrypted transfer"):
        unseal(tmp_path / "sealed", tmp_path / "in/out", passphrase=PHRASE)
    assert not list(tmp_path.rglob("out_of_it"))


def test_no_link_is_put_into_the_folder(folder: Path, tmp_path: Path) -> None:
    """Given a sealed file with a link in it, then it is refused."""

    def link(entry: tarfile.TarInfo) -> None:
        entry.type, entry.linkname, entry.size = tarfile.SYMTYPE, "/etc/passwd", 0

    _seal_changed(folder, tmp_path / "sealed", link)
    with pytest.raises(Refused, match="is no encrypted transfer"):
        unseal(tmp_path / "sealed", tmp_path / "out", passphrase=PHRASE)
    assert not any(path.is_symlink() for path in (tmp_path / "out").iterdir())


def test_what_is_opened_is_nobody_elses(folder: Path, tmp_path: Path) -> None:
    """Given a ledger with folders in it, then they are there again, and each file is its owner's alone."""
    (folder / "more").mkdir()
    (folder / "more/notes.json").write_text("[]")
    seal(folder, tmp_path / "sealed", recipient_with(PHRASE))
    unseal(tmp_path / "sealed", tmp_path / "out", passphrase=PHRASE)
    files = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert {str(path.relative_to(tmp_path / "out")) for path in files} == {
        "ledger.json",
        "persons.parquet",
        "more/notes.json",
    }
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def _seal_changed(folder: Path, file: Path, change: Callable[[tarfile.TarInfo], None]) -> None:
    """Seal a folder with each entry of its archive changed, as no caller can."""
    with pytest.MonkeyPatch.context() as patch:

        def changed(entry: tarfile.TarInfo) -> tarfile.TarInfo:
            change(entry)
            return entry

        patch.setattr(sealing, "_nobodys", changed)
        seal(folder, file, recipient_with(PHRASE))
