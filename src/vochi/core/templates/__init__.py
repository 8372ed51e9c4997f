"""Ready incoming schemes from a few answers: what a shop, a clinic, a taxi need on the first day.

    templates(office, language)                     what to ask, with what is proposed
    fill(template, office, answers, reader) -> Part  scheme, departments, texts to be spoken
    joined(office, part, sounds) -> Office            the part laid into an office
    outgoing(office, id, name) -> OutboundScheme      each operator over its own card

Nothing here speaks or publishes: texts become sounds at the hub, the office is published there.
"""
