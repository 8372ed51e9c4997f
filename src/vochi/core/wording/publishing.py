"""Words about changing the office together: parts, drafts, versions."""

RU: dict[str, str] = {
    "part_exists": "«{key}» уже есть: выберите другое имя или номер, либо откройте то, что есть.",
    "part_key_stays": "Внутреннее имя «{key}» не меняется: на нём держится история.",
}
EN: dict[str, str] = {
    "part_exists": "“{key}” is there already: choose another name or number, or open what is "
    "there.",
    "part_key_stays": "The internal name “{key}” stays: the history rests on it.",
}
BE: dict[str, str] = {
    "part_exists": "«{key}» ужо ёсць: абярыце іншую назву або нумар, або адкрыйце тое, што ёсць.",
    "part_key_stays": "Унутранае імя «{key}» не мяняецца: на ім трымаецца гісторыя.",
}
