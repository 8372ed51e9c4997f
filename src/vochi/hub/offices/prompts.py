"""Sound files of the company, kept by their content: uploaded, spoken by a machine, or by phone."""

import hashlib
import io
import re
import wave
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import cast

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from vochi.core.office.company import Language
from vochi.core.office.document import Office
from vochi.core.office.mentions import Mention
from vochi.core.office.prompt import Prompt
from vochi.core.office.prompt_uses import uses
from vochi.core.wording import say as word
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import language_of, record
from vochi.hub.answer import Refused
from vochi.hub.clients.labels import slug_of
from vochi.hub.companies.models import Company
from vochi.hub.offices.current import current
from vochi.hub.offices.models import OfficeVersion, PromptFile
from vochi.hub.offices.prompt_schemas import EditIn, Origin, PromptForm, PromptOut, PromptUse, SayIn
from vochi.hub.stored import write_file
from vochi.voice import Cut, Sound, VoiceFault, convert, edit, level_of, say

#: Bytes that a phone's recording may have: an hour of it.
_LONGEST_RECORDING = 60_000_000
#: Bytes of an upload; beyond, nobody waits for the converter.
LARGEST_UPLOAD = 20_000_000
#: How long a try is kept that no office has named.
_DRAFT_LIVES = timedelta(days=1)
#: Sounds of old that are measured when a list is asked for.
_MEASURED_AT_ONCE = 5
_SLUG = re.compile(r"^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$")
#: Ids that mean something else where a prompt is named.
_RESERVED = {"default"}


def prompt_file(sha256: str) -> Path:
    """Where a sound file lies."""
    return Path(settings.MEDIA_ROOT) / "prompts" / f"{sha256}.wav"


def add_prompt(company: int, sound: Path | bytes, name: str, prompt_id: str) -> Prompt:
    """Keep a 16-bit mono 8 kHz WAV and give the `Prompt` that names it in an office.

    Raises Refused `prompt_format` for any other sound: see `upload` for those.
    """
    data = sound.read_bytes() if isinstance(sound, Path) else sound
    seconds = _seconds(data)
    it = Sound(data, hashlib.sha256(data).hexdigest(), seconds)
    _keep(company, it, name=name, prompt=prompt_id)
    return Prompt(id=prompt_id, name=name, sha256=it.sha256, seconds=seconds)


def upload(who: Asker, data: bytes, form: PromptForm) -> PromptOut:
    """Keep a sound of any format. Raises Refused 413, 422 with the codes of `vochi.voice`."""
    who.must(Role.ADMINISTRATOR)
    if len(data) > LARGEST_UPLOAD:
        raise Refused(413, "too_big")

    def made() -> Sound:
        sound = convert(data)
        if form.normalise or form.cut_silence:
            return edit(sound, Cut(), is_trimmed=form.cut_silence, is_levelled=form.normalise)
        return sound

    return _add(
        who,
        _made(made, language_of(who.account)),
        form.name,
        replaces=form.replaces,
        kept=not form.draft,
        origin=form.origin,
    )


def speak(who: Asker, body: SayIn) -> PromptOut:
    """Have a text spoken. Raises Refused 422 with the codes of `vochi.voice`."""
    who.must(Role.ADMINISTRATOR)
    sound = _made(
        lambda: edit(say(body.text, body.language), Cut(), is_levelled=True),
        language_of(who.account),
    )
    return _add(
        who, sound, body.name or body.text[:60], replaces=body.replaces, kept=not body.draft,
        origin="said", text=body.text, language=body.language,
    )  # fmt: skip


def cut(who: Asker, sha256: str, body: EditIn) -> PromptOut:
    """Make another sound of a part of one. Raises Refused 404, 422 with codes of `vochi.voice`."""
    who.must(Role.ADMINISTRATOR)
    row, sound = _kept(who.company, sha256)
    part = Cut(body.start, body.end, body.fade_in, body.fade_out)
    made = _made(lambda: edit(sound, part, is_trimmed=body.cut_silence, is_levelled=body.normalise))
    return _add(
        who, made, body.name or row.name or row.prompt, replaces=body.replaces or row.prompt,
        kept=not body.draft, origin="edit", text=row.text, language=row.language,
        source=row.source or row.sha256,
    )  # fmt: skip


def drop(who: Asker, sha256: str) -> None:
    """Throw away a sound that no version of the office ever named. Raises Refused 404, 409
    `prompt_in_use`: a version that it belongs to can be brought back at any time.
    """
    who.must(Role.ADMINISTRATOR)
    row = PromptFile.objects.of(who.company).filter(sha256=sha256).first()
    if row is None:
        raise Refused(404, "not_found")
    if _is_named(who.company, sha256):
        raise Refused(409, "prompt_in_use", name=row.name, users="")
    row.delete()
    _unlink(sha256)
    record(who.company, "prompt_dropped", who.account, row.prompt, who.address, sha256=sha256)


def from_phone(company: int, sha256: str, prompt_id: str, parts: Iterable[bytes]) -> bool:
    """Keep what was recorded by phone; True when it is new here.

    Raises Refused 422 `prompt_id`, `wrong_content`, `sound.*`, 413 `too_big`.
    """
    if not _SLUG.match(prompt_id):
        raise Refused(422, "prompt_id", detail="X-Vochi-Prompt names no prompt")
    data = bytearray()
    for part in parts:
        data += part
        if len(data) > _LONGEST_RECORDING:
            raise Refused(413, "too_big")
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Refused(422, "wrong_content")
    sound = _made(lambda: convert(bytes(data), trim=True))
    fresh = _keep(company, sound, name=prompt_id, prompt=prompt_id, origin="phone")
    if fresh:
        record(company, "prompt_recorded", None, prompt_id, "", sha256=sound.sha256)
    return fresh


def every(who: Asker) -> list[PromptOut]:
    """Sounds of the office in force in its order, then the others that are kept, the one last
    added first.
    """
    office = current(who.company)
    language = language_of(who.account)
    _sweep(who.company)
    _measure_old(who.company)
    rows = list(PromptFile.objects.of(who.company).order_by("-added_at", "-id"))
    named = {prompt.sha256 for prompt in office.prompts}
    by_hash = {row.sha256: row for row in rows}
    users = uses(office)
    inside = [
        _out(by_hash[prompt.sha256], prompt, users.get(prompt.id, ()), language)
        for prompt in office.prompts
        if prompt.sha256 in by_hash
    ]
    return inside + [
        _out(row, None, (), language) for row in rows if row.kept and row.sha256 not in named
    ]


def find(company: int, sha256: str) -> Path:
    """The file of a sound of this company. Raises Refused 404."""
    known = PromptFile.objects.of(company).filter(sha256=sha256).exists()
    if not known or not prompt_file(sha256).is_file():
        raise Refused(404, "not_found")
    return prompt_file(sha256)


def worded(mentions: Iterable[Mention], language: Language) -> tuple[PromptUse, ...]:
    """Who uses something, in words."""
    return tuple(
        PromptUse(**dict(each), text=word(each.code, each.facts, language)) for each in mentions
    )


def _kept(company: int, sha256: str) -> tuple[PromptFile, Sound]:
    file = find(company, sha256)
    row = PromptFile.objects.of(company).get(sha256=sha256)
    return row, Sound(file.read_bytes(), row.sha256, row.seconds)


def _add(
    who: Asker, sound: Sound, name: str, *, replaces: str | None, kept: bool, **more: str
) -> PromptOut:
    office = current(who.company)
    rows = PromptFile.objects.of(who.company)
    name = name[:80]
    others = rows.exclude(sha256=sound.sha256).values_list("prompt", flat=True)
    found = replaces or _free_id(office, set(others), name)
    if _keep(who.company, sound, name=name, prompt=found, kept=kept, **more):
        record(
            who.company, "prompt_added", who.account, found, who.address,
            sha256=sound.sha256, origin=more.get("origin", "file"),
        )  # fmt: skip
    elif kept:
        rows.filter(sha256=sound.sha256, kept=False).update(kept=True, name=name, prompt=found)
    row = rows.get(sha256=sound.sha256)
    named = next((p for p in office.prompts if p.sha256 == row.sha256), None)
    users = uses(office).get(named.id, ()) if named else ()
    return _out(row, named, users, language_of(who.account))


def _free_id(office: Office, known: set[str], name: str) -> str:
    taken = _RESERVED | {prompt.id for prompt in office.prompts} | known
    first = found = slug_of(name)
    number = 2
    while found in taken:
        found, number = f"{first[:36]}-{number}", number + 1
    return found


def _keep(company: int, sound: Sound, *, kept: bool = True, **about: str) -> bool:
    write_file(prompt_file(sound.sha256), [sound.data], sound.sha256)
    level = level_of(sound)
    with transaction.atomic():
        _, fresh = PromptFile.objects.of(company).get_or_create(
            company_id=company,
            sha256=sound.sha256,
            defaults={"seconds": sound.seconds, "bytes": len(sound.data), "kept": kept,
                      "added_at": timezone.now(), "loudness": level.loudness, "peak": level.peak,
                      **about},
        )  # fmt: skip
    return fresh


def _made(make: Callable[[], Sound], language: Language = "ru") -> Sound:
    try:
        return make()
    except VoiceFault as fault:
        detail = word(fault.code, fault.facts, language)
        raise Refused(422, fault.code, detail, **fault.facts) from fault


def _sweep(company: int) -> None:
    """Tries of yesterday go; one that an office has named stays for good."""
    old = PromptFile.objects.of(company).filter(
        kept=False, added_at__lt=timezone.now() - _DRAFT_LIVES
    )
    for row in old[:20]:
        if _is_named(company, row.sha256):
            PromptFile.objects.of(company).filter(pk=row.pk).update(kept=True)
        else:
            row.delete()
            _unlink(row.sha256)


def _is_named(company: int, sha256: str) -> bool:
    return OfficeVersion.objects.of(company).filter(document__contains=sha256).exists()


def _unlink(sha256: str) -> None:
    # Another company may have the same sound.
    companies = Company.objects.values_list("pk", flat=True)
    if not any(PromptFile.objects.of(pk).filter(sha256=sha256).exists() for pk in companies):
        prompt_file(sha256).unlink(missing_ok=True)


def _measure_old(company: int) -> None:
    rows = PromptFile.objects.of(company).filter(peak=None)[:_MEASURED_AT_ONCE]
    for row in rows:
        file = prompt_file(row.sha256)
        if file.is_file():
            level = level_of(Sound(file.read_bytes(), row.sha256, row.seconds))
            row.loudness, row.peak = level.loudness, level.peak
            row.save(update_fields=["loudness", "peak"])


def _out(
    row: PromptFile, named: Prompt | None, users: Iterable[Mention], language: Language
) -> PromptOut:
    return PromptOut(
        prompt=named
        or Prompt(
            id=row.prompt or f"p-{row.pk}",
            name=row.name or row.prompt or f"{row.pk}",
            sha256=row.sha256,
            seconds=row.seconds,
        ),
        used=named is not None,
        origin=cast("Origin", row.origin),
        text=row.text,
        language=row.language or None,
        added_at=row.added_at,
        url=f"/api/v1/prompts/{row.sha256}",
        loudness=row.loudness,
        peak=row.peak,
        source=row.source or None,
        kept=row.kept or named is not None,
        uses=worded(users, language),
    )


def _seconds(data: bytes) -> float:
    try:
        with wave.open(io.BytesIO(data)) as sound:
            kind = (sound.getsampwidth(), sound.getnchannels(), sound.getframerate())
            frames: int = sound.getnframes()
    except (wave.Error, EOFError) as error:
        raise Refused(422, "prompt_format", detail="not a WAV file") from error
    if kind != (2, 1, 8000) or frames == 0:
        raise Refused(422, "prompt_format", detail="16-bit mono 8 kHz WAV is needed")
    return frames / 8000
