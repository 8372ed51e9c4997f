"""Old city numbers on their way to Vochi (S07)."""
