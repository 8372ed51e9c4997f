"""The box's key to its hub: got once for a code, kept readable by its owner only."""

import os
import socket
from pathlib import Path
from typing import Annotated

import httpx
from pydantic import Field, ValidationError

from vochi.core.frozen import Frozen
from vochi.core.link import EnrollReply, EnrollRequest, LinkError


class Key(Frozen):
    """What `link.key` holds (JSON, mode 0600)."""

    hub: str
    box_id: int
    key: Annotated[str, Field(repr=False)]


class EnrollRefused(Exception):  # noqa: N818 - says what happened
    """The hub did not take the code; the message is its code for it."""


def load_key(path: Path) -> Key | None:
    """The key on disk, None before enrolment. Raises ValueError when the file is damaged."""
    try:
        return Key.model_validate_json(path.read_text())
    except FileNotFoundError:
        return None
    except ValidationError:
        # Pydantic's own message would quote the key into a log.
        raise ValueError(f"{path} is damaged: enrol the box anew") from None


def save_key(path: Path, key: Key) -> None:
    """Write the key, all or nothing; nobody else ever may read it, not even for a moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(key.model_dump_json())
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


async def enroll(client: httpx.AsyncClient, hub: str, code: str) -> Key:
    """Trade a one-time code for a key. Raises EnrollRefused, httpx.HTTPError."""
    request = EnrollRequest(code=code, name=socket.gethostname())
    answer = await client.post(
        f"{hub}/link/v1/enroll",
        content=request.model_dump_json(),
        headers={"content-type": "application/json"},
    )
    if answer.is_client_error:
        try:
            reason = LinkError.model_validate_json(answer.content).code
        except ValidationError:
            reason = f"status {answer.status_code}"
        raise EnrollRefused(reason)
    answer.raise_for_status()
    reply = EnrollReply.model_validate_json(answer.content)
    return Key(hub=hub, box_id=reply.box_id, key=reply.key)
