"""How the engine is compiled, and where what was compiled is kept for the next time.

Numba keeps a compiled function as long as that function's own file is unchanged; it does not look at what was inlined
from others. So everything compiled is kept in a folder named after the content of all files that a kernel is made of:
whoever changes one of them finds an empty folder, and no kernel of before is ever run.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import numba

#: Functions that run beside one another and count no references. They make no arrays; with reference counts, each look
#: at an array would cost more than what is done with it.
_PLAIN: Final[dict[str, Any]] = {"nogil": True, "_nrt": False, "no_cfunc_wrapper": True}
#: The rooms whose files a kernel is made of.
_SOURCES: Final = (Path(__file__).parent, Path(__file__).parent.parent / "drawing")
#: Folders of other editions go when nobody has used them for so long.
_KEPT_SECONDS: Final = 30 * 24 * 3600

#: What Numba looks for, to take covariances quicker, when it makes ready for a first kernel.
_LINEAR_ALGEBRA: Final = "scipy.linalg.cython_blas"

Function = Callable[..., Any]
#: Without the types that Numba gives to them, which know neither all options nor all settings.
_compile: Any = numba.njit
_config: Any = numba.config


def make_ready() -> None:
    """Have Numba do now what it does before a first kernel, without SciPy's linear algebra.

    No kernel of ours calls it, and to read it is a tenth of a short command. Others who compile in this process find
    it when they call it; only Numba's covariances and correlations are taken by a loop.
    """
    if "numba.np.arraymath" in sys.modules or _LINEAR_ALGEBRA in sys.modules:
        return
    sys.modules[_LINEAR_ALGEBRA] = None  # type: ignore[assignment]  # Python's own way to say that there is none
    try:
        import_module("numba.np.arraymath")
    finally:
        del sys.modules[_LINEAR_ALGEBRA]


make_ready()


def within(function: Function) -> Any:
    """Compile a function that only compiled functions call, as a part of each."""
    return _compile(forceinline=True, no_cpython_wrapper=True, **_PLAIN)(function)


def kernel(function: Function) -> Any:
    """Compile a function that Python calls, or take it from the folder in which it was kept."""
    folder = _folder()
    if folder is None:
        return _compile(**_PLAIN)(function)
    before = _config.CACHE_DIR
    _config.CACHE_DIR = str(folder)  # looked at once, while the function is declared
    try:
        return _compile(cache=True, **_PLAIN)(function)
    finally:
        _config.CACHE_DIR = before


def edition(sources: tuple[Path, ...] = _SOURCES) -> str:
    """A name for the content of all files that kernels are made of."""
    digest = hashlib.sha256()
    for source in sources:
        for path in sorted(source.glob("*.py")):
            digest.update(f"{path.name} {path.stat().st_size}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:20]


_FOUND: list[Path | None] = []


def _folder() -> Path | None:
    """The folder for this edition, in the first place that can be written; None if there is none."""
    if not _FOUND:
        _FOUND.append(next((made for root in _roots() if (made := _made(root))), None))
    return _FOUND[0]


def _roots() -> list[Path]:
    """Where compiled functions may be kept.

    Where Numba was told to, the user's cache, a folder of her own for the time being.
    """
    told, cache = os.environ.get("NUMBA_CACHE_DIR"), os.environ.get("XDG_CACHE_HOME")
    roots = [Path(told) / "sojourn"] if told else []
    with suppress(RuntimeError):  # a user without a home
        roots.append((Path(cache) if cache else Path.home() / ".cache") / "sojourn" / "kernels")
    user = os.getuid() if hasattr(os, "getuid") else "user"
    return [*roots, Path(tempfile.gettempdir()) / f"sojourn-kernels-{user}"]


def _made(root: Path) -> Path | None:
    """The folder for this edition under a root, if it can be written and is the user's own."""
    folder = root / edition()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if hasattr(os, "getuid") and folder.stat().st_uid != os.getuid():
            return None  # what another user put there is not run
        with tempfile.TemporaryFile(dir=folder):
            pass
        os.utime(folder)
        _clear(root)
    except OSError:
        return None
    return folder


def _clear(root: Path) -> None:
    """Remove the editions that nobody has used for long."""
    for other in root.iterdir():
        if other.is_dir() and time.time() - other.stat().st_mtime > _KEPT_SECONDS:
            shutil.rmtree(other, ignore_errors=True)
