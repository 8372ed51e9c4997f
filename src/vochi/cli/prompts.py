"""Sounds that lie beside an office file: `prompts/<id>.<any format>`."""

from collections.abc import Iterator
from pathlib import Path

import yaml

from vochi.cli.sound import convert
from vochi.core.office.document import Office
from vochi.core.office.prompt import Prompt
from vochi.voice import Sound


def sound_of(file: Path, prompt_id: str) -> Sound | None:
    """The converted sound of a prompt, None when no file of that name lies there."""
    found = sorted((file.parent / "prompts").glob(f"{prompt_id}.*"))
    return convert(found[0]) if found else None


def with_sounds(file: Path) -> str:
    """The text of the file; prompts without `sha256` get theirs from the sound beside it.

    A file that is no YAML is given back as it is: `read_office` says what is wrong with it.
    """
    text = file.read_text(errors="replace")
    try:
        found = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - text only
    except (yaml.YAMLError, RecursionError):
        return text
    prompts = found.get("prompts") if isinstance(found, dict) else None
    if not isinstance(prompts, list):
        return text
    bare = [each for each in prompts if isinstance(each, dict) and "sha256" not in each]
    filled = False
    for each in bare:
        sound = sound_of(file, str(each.get("id", "")))
        if sound:
            each.update(sha256=sound.sha256, seconds=str(sound.seconds))
            filled = True
    return yaml.safe_dump(found, allow_unicode=True, sort_keys=False) if filled else text


def sounds(file: Path, office: Office) -> Iterator[tuple[Prompt, Sound]]:
    """The prompts of the office whose sound lies beside the file."""
    for prompt in office.prompts:
        sound = sound_of(file, prompt.id)
        if sound:
            yield prompt, sound
