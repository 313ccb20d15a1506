"""Start the application and a provider of sign-ins as processes of their own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

HERE = Path(sys.executable).parent


def free_port() -> int:
    """Return a port on which nobody answers."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def environment(**more: str) -> dict[str, str]:
    """Return what a process needs of ours, and more."""
    return {name: os.environ.get(name, "") for name in ("PATH", "HOME")} | more


@contextmanager
def running(command: list[str], port: int, log: Path, env: Mapping[str, str]) -> Iterator[None]:
    """Run a process until it is no longer needed; it must answer on the port."""
    with log.open("w") as out:
        process = subprocess.Popen(command, env=dict(env), stdout=out, stderr=out)
    try:
        for _ in range(1200):
            if _answers(port) or process.poll() is not None:
                break
            time.sleep(0.1)
        assert process.poll() is None, log.read_text()
        assert _answers(port), log.read_text()
        yield
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def provider(folder: Path, users: list[dict[str, object]]) -> Iterator[str]:
    """Run a real OpenID provider that knows some people; returns its issuer."""
    port = free_port()
    claims = [word for user in users for word in ("--user-claims", json.dumps(user))]
    command = [str(HERE / "oidc-provider-mock"), "--port", str(port), *claims]
    with running(command, port, folder / "provider.log", environment()):
        yield f"http://127.0.0.1:{port}"


def _answers(port: int) -> bool:
    with socket.socket() as tried:
        tried.settimeout(1)
        return tried.connect_ex(("127.0.0.1", port)) == 0
