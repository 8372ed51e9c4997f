"""A kept sound is cut, faded and brought to the loudness of the telephone; measured, not hoped."""

import array
import math
import random

import pytest

from vochi.voice import LOUDNESS, Cut, Sound, VoiceFault, convert, edit, level_of
from vochi.voice.sound import RATE, of_samples
from vochi.voice.speech import synthesiser
from vochi.voice.studio import TRUE_PEAK

SPOKEN = "Здравствуйте! Вы позвонили в компанию. Нажмите один, и вам ответит отдел продаж."


def sine(decibels: float, seconds: float = 3.0, hertz: float = 997.0) -> Sound:
    top = 32767 * 10 ** (decibels / 20)
    count = int(seconds * RATE)
    wave = (round(top * math.sin(2 * math.pi * hertz * n / RATE)) for n in range(count))
    return of_samples(array.array("h", wave).tobytes())


def scaled(sound: Sound, decibels: float) -> Sound:
    values = array.array("h")
    values.frombytes(sound.data[44:])
    factor = 10 ** (decibels / 20)
    loud = (max(-32768, min(32767, round(value * factor))) for value in values)
    return of_samples(array.array("h", loud).tobytes())


@pytest.fixture(scope="module")
def speech() -> Sound:
    return convert(synthesiser("ru").speak(SPOKEN, "ru"))


def check_level(sound: Sound) -> None:
    level = level_of(sound)
    assert level.loudness == pytest.approx(LOUDNESS, abs=1.0)
    assert level.peak <= TRUE_PEAK + 0.1
    values = array.array("h")
    values.frombytes(sound.data[44:])
    assert max(map(abs, values)) < 32767 * 10 ** (TRUE_PEAK / 20) + 1  # nothing is clipped


@pytest.mark.parametrize("decibels", [-48.0, -30.0, -6.0, 0.0])
def test_quiet_and_loud_tones_come_out_alike(decibels: float) -> None:
    sound = edit(sine(decibels), Cut(), is_levelled=True)
    check_level(sound)
    assert edit(sine(decibels), Cut(), is_levelled=True) == sound


@pytest.mark.parametrize("decibels", [-25.0, 0.0, 12.0])
def test_quiet_and_loud_speech_come_out_alike(speech: Sound, decibels: float) -> None:
    check_level(edit(scaled(speech, decibels), Cut(), is_levelled=True))


def test_clicks_in_a_whisper_do_not_clip() -> None:
    dice = random.Random(7)
    samples = array.array("h", (dice.randrange(-60, 60) for _ in range(4 * RATE)))
    for at in range(RATE // 2, len(samples), RATE):
        samples[at] = 30000
    level = level_of(edit(of_samples(samples.tobytes()), Cut(), is_levelled=True))
    assert level.peak <= TRUE_PEAK + 0.1


def test_a_cut_keeps_its_part_and_does_not_click() -> None:
    sound = edit(sine(-20.0, 5.0), Cut(start=1.0, end=3.5, fade_in=0.5, fade_out=1.0))
    assert sound.seconds == pytest.approx(2.5, abs=0.001)
    values = array.array("h")
    values.frombytes(sound.data[44:])
    assert abs(values[0]) <= 1
    assert abs(values[-1]) <= 10
    half = max(map(abs, values[int(0.24 * RATE) : int(0.26 * RATE)]))
    full = max(map(abs, values[RATE : int(1.4 * RATE)]))
    assert half == pytest.approx(full / 2, rel=0.1)


def test_silence_at_both_ends_goes_when_wished() -> None:
    quiet = bytes(2 * RATE)
    sound = of_samples(quiet + sine(-20.0, 1.0).data[44:] + quiet)
    assert edit(sound, Cut()).seconds == pytest.approx(3.0)
    assert edit(sound, Cut(), is_trimmed=True).seconds == pytest.approx(1.1, abs=0.02)


@pytest.mark.parametrize(
    ("cut", "code"),
    [
        (Cut(start=2.0, end=1.0), "sound.bad_cut"),
        (Cut(start=99.0), "sound.bad_cut"),
        (Cut(start=float("nan")), "sound.bad_cut"),
        (Cut(start=1.0, end=1.00001), "sound.nothing_left"),
    ],
)
def test_a_cut_of_nothing_is_refused(cut: Cut, code: str) -> None:
    with pytest.raises(VoiceFault) as found:
        edit(sine(-20.0), cut)
    assert found.value.code == code


def test_what_is_too_short_to_measure_goes_by_its_peak() -> None:
    assert level_of(edit(sine(-40.0, 0.2), Cut(), is_levelled=True)).peak == pytest.approx(
        -6.5, abs=0.6
    )
