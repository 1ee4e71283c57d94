"""A real server process and as much of a browser as measuring and breaking need. Knows nothing of the application."""

import asyncio
import os
import re
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """One uvicorn process, as in the embedded set-up. The port is chosen unless one is given."""

    def __init__(self, application: str, *, port: int = 0, environment: dict[str, str] | None = None) -> None:
        with socket.socket() as free:
            free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            free.bind(("127.0.0.1", port))
            self.port = free.getsockname()[1]
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "uvicorn", application, "--host", "127.0.0.1", "--port", str(self.port)),
                *("--lifespan", "off", "--timeout-graceful-shutdown", "2", "--log-level", "error"),
            ],
            cwd=ROOT,
            env={**os.environ, **(environment or {})},
        )
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("the server did not start")

    @property
    def cpu(self) -> float:
        """Processor seconds used so far."""
        parts = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(") ")[2].split()
        return (int(parts[11]) + int(parts[12])) / TICKS

    @property
    def memory(self) -> int:
        """Resident memory, in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+)", status)
        return int(found.group(1)) // 1024 if found else 0

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=15)

    def kill(self) -> None:
        """As when the power goes."""
        self.process.kill()
        self.process.wait(timeout=15)


@dataclass
class Browser:
    """A kept connection and a few cookies: enough of a browser to measure."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None

    async def ask(self, path: str, data: str | None = None, **headers: str) -> tuple[int, str]:
        for attempt in (1, 2):
            try:
                return await self._ask(path, data, headers)
            except (asyncio.IncompleteReadError, ConnectionError):
                self.writer = None
                if attempt == 2:
                    raise
        raise AssertionError

    async def _ask(self, path: str, data: str | None, headers: dict[str, str]) -> tuple[int, str]:
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.writer.write(self.head("POST" if data is not None else "GET", path, data, headers))
        assert self.reader is not None
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        for cookie in re.findall(r"(?i)set-cookie: ([^=]+)=([^;]*)", head):
            self.cookies[cookie[0]] = cookie[1]
        length = re.search(r"(?i)content-length: (\d+)", head)
        body = await self.reader.readexactly(int(length.group(1))) if length else b""
        return int(head.split(" ", 2)[1]), body.decode("utf-8", "replace")

    def head(self, method: str, path: str, data: str | None, headers: dict[str, str]) -> bytes:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", f"Cookie: {cookies}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        if data is not None:
            lines += [
                f"Content-Length: {len(data)}",
                "Content-Type: application/x-www-form-urlencoded",
                f"X-CSRFToken: {self.cookies.get('csrftoken', '')}",
            ]
        return ("\r\n".join(lines) + "\r\n\r\n" + (data or "")).encode()

    def another(self) -> "Browser":
        """Another connection of the same browser; a real one opens up to six."""
        return Browser(self.port, self.cookies)

    async def events(self, path: str) -> Any:
        """The numbers that a stream carries, each with the moment at which it came."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(self.head("GET", path, None, {"Accept": "text/event-stream"}))
        try:
            while line := await reader.readline():
                if line.startswith(b"data: "):
                    yield int(line[6:])
        finally:
            writer.close()
