"""Debian's Firefox, driven by Marionette, the remote protocol that it brings itself."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

PREFERENCES = {
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.proxy.type": 0,
}


def find_firefox() -> str | None:
    """The program, if there is one here."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


class Firefox:
    """A session: commands of WebDriver, named as Mozilla's protocol names them."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=120)
        self._number = 0
        self._read()  # the greeting
        self.call("WebDriver:NewSession", capabilities={})

    def open(self, address: str) -> None:
        self.call("WebDriver:Navigate", url=address)

    def run(self, script: str, *arguments: Any) -> Any:
        """What a function body returns in the page; a promise is waited for."""
        return self.call("WebDriver:ExecuteScript", script=script, args=list(arguments))["value"]

    def call(self, name: str, **parameters: Any) -> Any:
        self._number += 1
        text = json.dumps([0, self._number, name, parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(text), text))
        _, _, error, result = self._read()
        assert error is None, error
        return result

    def _read(self) -> Any:
        head = b""
        while not head.endswith(b":"):
            head += self._some(1)
        body = b""
        while len(body) < int(head[:-1]):
            body += self._some(int(head[:-1]) - len(body))
        return json.loads(body)

    def _some(self, size: int) -> bytes:
        piece = self._socket.recv(size)
        assert piece, "Firefox has gone"
        return piece


@contextmanager
def firefox(program: str) -> Iterator[Firefox]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as profile:
        preferences = {**PREFERENCES, "marionette.port": port}
        lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in preferences.items())
        Path(profile, "user.js").write_text("\n".join(lines))
        process = subprocess.Popen(
            [program, "--headless", "--marionette", "--no-remote", "--profile", profile],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield _connected(port, process)
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(15)
            process.kill()


def _connected(port: int, process: subprocess.Popen[bytes]) -> Firefox:
    end = time.monotonic() + 120
    while True:
        try:
            return Firefox(port)
        except (ConnectionError, TimeoutError):
            assert process.poll() is None, "Firefox did not start"
            assert time.monotonic() < end, "Firefox does not answer"
            time.sleep(0.2)
