"""GSM networks of the lab: cards, SMS, USSD, calls sent on; every emulator attaches here."""
