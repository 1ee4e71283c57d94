"""The kinds of place of the KIS guide and their parts (KIS · Stap 2.4)."""

SOURCE = "KIS · Stap 2.4"

PARTS: dict[str, list[tuple[str, str]]] = {
    "L1": [
        ("portiek", "portiek"),
        ("galerij", "galerij"),
        ("woonblok", "woonblok of complex"),
        ("straatdeel", "deel van een straat"),
        ("gedeeld", "trappenhuis, lift of gezamenlijke tuin"),
    ],
    "L2": [
        ("straat", "straat of stoep"),
        ("plein", "plein"),
        ("park", "park"),
        ("speelplek", "speelplek"),
        ("sportveld", "sportveldje"),
        ("winkels", "winkelcentrum"),
    ],
    "L3": [
        ("basis", "basisonderwijs"),
        ("voortgezet", "voortgezet onderwijs"),
        ("hoger", "hoger onderwijs"),
        ("op_school", "op school zelf"),
        ("met_buurt", "tussen school en buurt"),
    ],
    "L4": [("groep", "openbare groep of forum"), ("kanaal", "openbaar kanaal of nieuwssite")],
    "L5": [],
}

NOTES = {
    "L3": "Polarisatie binnen een school valt buiten deze handreiking. Kijk wel hoe school en buurt elkaar raken.",
    "L4": "Noem een openbaar kanaal of een soort groep. Geen accounts van mensen.",
}
"""What the guide says about a kind of place, in our words."""


def names_of(kind: str, codes: list[str]) -> list[str]:
    return [name for code, name in PARTS.get(kind, []) if code in codes]


def all_parts() -> list[tuple[str, str]]:
    return [(f"{kind}-{code}", name) for kind, parts in PARTS.items() for code, name in parts]
