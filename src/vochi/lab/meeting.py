"""What a party does about a call that comes to it, as its behaviour says."""

import asyncio
from collections.abc import Callable

from vochi.lab.behaviour import REFUSALS
from vochi.lab.party import Party
from vochi.lab.side import Side
from vochi.lab.voice import Gone, Voice


async def meet(party: Party, side: Side, voice: Voice, uri: Callable[[str], str]) -> None:
    """Ring, then answer or refuse or let it ring, then do the rest; raises Gone at its end.

    `uri` makes a SIP address of somebody inside the office, for transfers.
    """
    behaviour = party.behaviour
    await voice.ring()
    side.rang_at = side.clock()
    side.note(party.key, "rings")
    await side.changed()
    if behaviour.refuse is not None:
        await _pass(voice, behaviour.refuse_after)
        side.note(party.key, f"refuses: {behaviour.refuse}")
        await voice.refuse(REFUSALS[behaviour.refuse])
        return
    await _until_picked_up(side, voice, behaviour.answer)
    await voice.answer()
    await voice.record(str(side.heard_file))
    side.answered_at = side.clock()
    side.note(party.key, "answers")
    await voice.sound(party.tone)
    await side.changed()
    for step in behaviour.then:
        await _pass(voice, step.after)
        if step.press is not None:
            await side.press(step.press)
        if step.transfer is not None:
            await side.transfer(uri(step.transfer))
        if step.hang_up:
            await side.hang_up()


async def _until_picked_up(side: Side, voice: Voice, after: float | None) -> None:
    picked = asyncio.ensure_future(side.until_picked_up(after))
    gone = asyncio.ensure_future(voice.gone.wait())
    try:
        await asyncio.wait((picked, gone), return_when=asyncio.FIRST_COMPLETED)
    finally:
        picked.cancel()
        gone.cancel()
    if voice.gone.is_set():
        raise Gone(voice.channel)


async def _pass(voice: Voice, seconds: float) -> None:
    """Let so long pass; raises Gone at once when the channel ends before."""
    try:
        async with asyncio.timeout(seconds):
            await voice.gone.wait()
    except TimeoutError:
        return
    raise Gone(voice.channel)
