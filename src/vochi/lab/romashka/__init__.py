"""The sample office 'Ромашка': four people, two departments, four SIM cards, a city number.

The greeting was spoken by espeak-ng (GPL-3.0; what the program says is not covered by its
licence, so the sound file is as free as the rest of Vochi), the rest is sine waves of our own.
"""

from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
OFFICE: Final = HERE / "office.yaml"
SCRIPT: Final = HERE / "script.yaml"
PROMPTS: Final = HERE / "prompts"

#: Hz. The greeting begins and ends with 0.4 s of its mark; the music holds its mark all the time.
#: Between the tones of parties (multiples of 60), so that neither is taken for the other.
GREETING_MARK: Final = 390
MUSIC_MARK: Final = 450
