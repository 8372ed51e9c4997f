"""Voices: files of people made fit for Asterisk, text spoken, the phrases of the product."""

from vochi.voice.conversion import LOUDNESS, convert
from vochi.voice.fault import VoiceFault
from vochi.voice.phrases import make as make_phrases
from vochi.voice.phrases import of as phrase_file
from vochi.voice.place import box_music
from vochi.voice.sound import Sound
from vochi.voice.speech import Voice, say, voices
from vochi.voice.studio import Cut, Level, edit, level_of

__all__ = [
    "LOUDNESS", "Cut", "Level", "Sound", "Voice", "VoiceFault", "box_music", "convert", "edit",
    "level_of", "make_phrases", "phrase_file", "say", "voices",
]  # fmt: skip
