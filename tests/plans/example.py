"""A plan of some length, in words."""

from method.content import content as guides
from plans.content import (
    ActionLine,
    DiagnosisLine,
    ObjectiveLine,
    PlaceLine,
    PlanContent,
    PrincipleLine,
    QuadrantLine,
    StepLine,
)

LONG = "Gesprek op het plein voorbereiden met vrijwilligers van het buurthuis. " * 3

CONTENT = PlanContent(
    title="Herinrichting van de Rozenstraat",
    case_number="C-2026-014",
    organisation="Voorbeeldstad",
    areas=("Rozenbuurt",),
    theme="Inrichting van de straat",
    number=2,
    state="Vastgesteld",
    decided="3 december 2026, door gemeentesecretaris",
    classification="Vertrouwelijk",
    on="21 november 2026",
    challenge="Bewoners praten weer met elkaar.",
    agreements="Elke maandag overleg.",
    evaluate_on="1 maart 2027",
    diagnosis=DiagnosisLine(
        "Handelen",
        "1 november 2026",
        "Men mijdt elkaar.",
        ("wijkregisseur", "jongerenwerker"),
        False,
        "Het jongerenwerk ziet vooral ongemak.",
        PlaceLine("line", 3, 3, 2, 4, "ouderen", "ondernemers", (QuadrantLine("B", "Kwadrant B", "Scherp."),)),
    ),
    step=StepLine("3. Samen met andere afdelingen", "2 november 2026", "Samenleven", ("Veiligheid",), ("Welzijn",)),
    objectives=(ObjectiveLine(1, "Buren groeten elkaar", "Meer bezoekers"),),
    actions=tuple(
        ActionLine(
            pk=number,
            what=f"{number}. {LONG if number % 3 else 'Kort.'}",
            for_whom="oudere en jongere bewoners",
            objective="Buren groeten elkaar",
            owner="Eva Eigenaar (wijkregisseur)",
            department="Samenleven",
            due="3 januari 2027",
            term="Korte termijn",
            state="Nog te doen",
        )
        for number in range(1, 41)
    ),
    principles=tuple(PrincipleLine(item.code, item.label, item.text) for item in guides().principles),
    note="De werking is niet bewezen.",
)
