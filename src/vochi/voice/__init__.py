"""Voices: files of people made fit for Asterisk, text spoken, the phrases of the product."""

from vochi.voice.conversion import convert
from vochi.voice.fault import VoiceFault
from vochi.voice.phrases import make as make_phrases
from vochi.voice.sound import Sound
from vochi.voice.speech import say

__all__ = ["Sound", "VoiceFault", "convert", "make_phrases", "say"]
