"""The queue in a folder, for the set-up without Redis.

Kombu opens a message before it writes it. A worker that looks in between finds an empty file and stops. Here a message
gets its name once it is whole.
"""

import os
from pathlib import Path
from time import monotonic_ns
from typing import Any
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: dict[str, Any], **kwargs: Any) -> None:  # type: ignore[override]
        name = f"{monotonic_ns()}_{uuid4()}"
        folder = Path(self.data_folder_out)
        half = folder / f"{name}.half"
        try:
            half.write_bytes(str_to_bytes(dumps(payload)))
            os.replace(half, folder / f"{name}.{queue}.msg")
        except OSError as problem:
            raise ChannelError(f"Cannot add a message for {queue!r} to {folder}") from problem


class Transport(filesystem.Transport):
    Channel = Channel
