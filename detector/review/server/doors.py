"""How somebody gets in: by the key of a role on one machine, or by an account of one's own."""

import hmac
import json
import os
import re
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock, Semaphore

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from detector.errors import ReviewError

ROLES = ("reader", "analyst", "supervisor")
LEAST_PASSWORD, MOST_PASSWORD = 12, 1_000  # letters
_NAME = re.compile(r"[^\W_][\w .'-]{0,39}")
_HASHER = PasswordHasher()  # RFC 9106, second recommendation: 64 MiB, 3 passes, 4 lanes
_AT_ONCE = Semaphore(2)  # each check takes 64 MiB


class Keys:
    """One key a role, made anew at each start; whoever has it says what they are called."""

    is_declared = True

    def __init__(self) -> None:
        self.keys = {role: secrets.token_urlsafe(24) for role in ROLES}

    def role(self, name: str, secret: str) -> str:
        """Return the role that a key opens; empty where it opens none."""
        found = ""
        for role, key in self.keys.items():
            if hmac.compare_digest(key.encode(), secret.encode()):
                found = role
        return found if _NAME.fullmatch(name) else ""

    def still(self, _name: str, _role: str) -> bool:
        """Say whether somebody still has the role."""
        return True


@dataclass(frozen=True, slots=True)
class Account:
    """What is kept of an account: its role, and the argon2id hash of its password."""

    role: str
    password: str


class Accounts:
    """Names with a role and a password, in a file that only its owner may read.

    Parameters
    ----------
    path : Path
        Read anew when it changes: whoever is struck off is out at once.
    """

    is_declared = False

    def __init__(self, path: Path) -> None:
        self._path, self._lock, self._mark = path, Lock(), (0, 0)
        self._known: dict[str, Account] = {}
        self._nobody = _HASHER.hash(secrets.token_urlsafe(16))

    def known(self) -> dict[str, Account]:
        """Return the accounts by name."""
        with self._lock:
            try:
                told = self._path.stat()
                mark = (told.st_ino, told.st_mtime_ns)
                if mark != self._mark:
                    read = json.loads(self._path.read_text(encoding="utf-8"))
                    self._known = {name: Account(**one) for name, one in read.items()}
                    self._mark = mark
            except (OSError, ValueError, TypeError):
                self._known, self._mark = {}, (0, 0)  # no account that can be read opens the door
            return self._known

    def role(self, name: str, secret: str) -> str:
        """Return the role of an account whose password is right; empty otherwise.

        A name that is not known takes as long as one that is.
        """
        account = self.known().get(name)
        with _AT_ONCE:
            try:
                _HASHER.verify(account.password if account else self._nobody, secret)
            except (Argon2Error, InvalidHashError):
                return ""
        return account.role if account else ""

    def still(self, name: str, role: str) -> bool:
        """Say whether an account still has the role."""
        account = self.known().get(name)
        return account is not None and account.role == role

    def keep(self, name: str, role: str, password: str) -> None:
        """Make an account, or give it another role and password.

        Raises
        ------
        ReviewError
            If the name, the role or the password will not do.
        """
        if not _NAME.fullmatch(name):
            raise ReviewError(f"{name[:40]!r} will not do as a name", "the account", "Use letters.")
        if role not in ROLES:
            told = f"Use one of {', '.join(ROLES)}."
            raise ReviewError(f"Unknown role {role[:20]!r}", "the account", told)
        if not LEAST_PASSWORD <= len(password) <= MOST_PASSWORD:
            raise ReviewError(
                f"The password has {len(password)} letters",
                "the account",
                f"Give it {LEAST_PASSWORD} or more.",
            )
        self._write({**self.known(), name: Account(role, _HASHER.hash(password))})

    def drop(self, name: str) -> None:
        """Strike an account off; its sessions end with it."""
        known = dict(self.known())
        if known.pop(name, None) is None:
            raise ReviewError(f"There is no account {name[:40]!r}", "the account", "See the list.")
        self._write(known)

    def _write(self, known: dict[str, Account]) -> None:
        text = json.dumps({name: asdict(known[name]) for name in sorted(known)}, indent=1)
        part = self._path.with_name(self._path.name + ".part")
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text + "\n")
        part.replace(self._path)


def accounts_file(workspace: Path) -> Path:
    """Return where the accounts of a workspace's desk lie."""
    return workspace.with_suffix(".accounts.json")
