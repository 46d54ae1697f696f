"""Where the pages are served: on this machine with keys, elsewhere under TLS with accounts."""

import ipaddress
import ssl
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from detector.errors import ReviewError
from detector.review.desk import open_desk
from detector.review.server.app import HOSTS, build_app
from detector.review.server.doors import Accounts, Keys, accounts_file
from detector.review.server.gate import Gate
from detector.review.server.shelf import Shelf

MOST_AT_ONCE = 200  # connections
KEEP_ALIVE_SECONDS = 20
SWITCH_SECONDS = 0.001


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen, under which names, with which TLS files and which accounts."""

    host: str
    names: tuple[str, ...]
    certificate: Path | None
    private_key: Path | None
    accounts: Path | None

    @property
    def is_sealed(self) -> bool:
        """Whether the server speaks TLS."""
        return self.certificate is not None


def check_address(
    workspace: Path, host: str, names: tuple[str, ...], sealed: tuple[Path | None, Path | None]
) -> Address:
    """Allow this machine as it is, and any other address only under TLS with accounts.

    Parameters
    ----------
    workspace : Path
        Beside which the accounts lie.
    host : str
        A numeric address, or ``localhost``.
    names : tuple of str
        Names, beside the address, that browsers may use.
    sealed : tuple of Path
        TLS certificate and private key.

    Raises
    ------
    ReviewError
        If the address is not this machine's and TLS or the accounts are missing, or a file of TLS
        cannot be used.
    """
    accounts = accounts_file(workspace)
    has_accounts = bool(accounts.exists() and Accounts(accounts).known())
    certificate, private_key = sealed
    if (certificate is None) != (private_key is None):
        raise ReviewError("TLS needs two files", "review serve", "Give certificate and key.")
    if certificate is not None and private_key is not None:
        _check_files(certificate, private_key)
    local = _is_this_machine(host)
    if not local and certificate is None:
        raise ReviewError(
            f"{host} is not this machine alone, and there is no TLS",
            "--host",
            "Give --certificate and --private-key, or leave --host out.",
        )
    if not local and not has_accounts:
        raise ReviewError(
            f"{host} is not this machine alone, and nobody has an account",
            str(accounts),
            "Make one: chiptrace review account NAME --role supervisor --workspace W.",
        )
    shown = f"[{host}]" if ":" in host else host
    known = (*(HOSTS if local else ()), shown, *names)
    allowed = tuple(dict.fromkeys(one.casefold() for one in known))
    return Address(host, allowed, certificate, private_key, accounts if has_accounts else None)


def serve(workspace: Path, at: Address, port: int, audit: int, say: Callable[[str], None]) -> None:
    """Serve the pages until interrupted.

    Parameters
    ----------
    workspace : Path
    at : Address
        As `check_address` allowed it.
    port : int
    audit : int
        Lines to draw below the threshold, once a scan.
    say : callable
        Told where the pages are, and the keys where no accounts are kept.
    """
    door = Accounts(at.accounts) if at.accounts else Keys()
    sys.setswitchinterval(SWITCH_SECONDS)  # an answer never waits long for files gathered ahead
    with open_desk(workspace) as desk:
        shelf = Shelf(workspace, desk, audit)
        shelf.warm()
        pages = build_app(desk, shelf, Gate(door), at.names, at.is_sealed)
        scheme, shown = ("https" if at.is_sealed else "http"), at.names[-1]
        say(f"{scheme}://{shown if not _is_this_machine(at.host) else '127.0.0.1'}:{port}/")
        if isinstance(door, Keys):
            say("Keys, one a role, until this ends:")
            for role, key in door.keys.items():
                say(f"  {role:<10}  {key}")
        uvicorn.run(
            pages,
            host=at.host,
            port=port,
            log_level="warning",
            server_header=False,
            proxy_headers=False,
            limit_concurrency=MOST_AT_ONCE,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            ssl_certfile=at.certificate,
            ssl_keyfile=at.private_key,
        )


def keep_account(workspace: Path, name: str, role: str, password: str) -> None:
    """Make an account, or give it another role and password."""
    Accounts(accounts_file(workspace)).keep(name, role, password)


def strike_off(workspace: Path, name: str) -> None:
    """Strike an account off; its sessions end with it."""
    Accounts(accounts_file(workspace)).drop(name)


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError as error:
        raise ReviewError(
            f"{host[:60]!r} is no address", "--host", "Give a number, and names with --name."
        ) from error


def _check_files(certificate: Path, private_key: Path) -> None:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, private_key)
    except (OSError, ssl.SSLError) as error:
        raise ReviewError(
            f"The TLS files cannot be used: {error}", str(certificate), "Give PEM files that fit."
        ) from error
