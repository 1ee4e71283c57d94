"""The pages that the guides themselves name (KIS, Vlaamse handreiking · Meer informatie). Names and addresses only."""

KIS = "Kennisplatform Integratie & Samenleving"
AGII = "Agentschap Integratie en Inburgering"
AGII_SITE = "https://www.integratie-inburgering.be"

SHIPPED: tuple[dict[str, str], ...] = (
    {
        "name": "Analyse-instrument voor het buurtoverleg",
        "url": "https://www.kis.nl/publicatie/van-polarisatie-naar-verbinding-buurten-analyse-instrument-buurtoverleg",
        "topic": "guide",
        "publisher": KIS,
        "about": "Het stappenplan van de KIS-handreiking, om samen in te vullen.",
    },
    {
        "name": "Praktijkvoorbeelden van polarisatie naar verbinding",
        "url": "https://www.kis.nl/publicatie/van-polarisatie-naar-verbinding-buurten-praktijkvoorbeelden",
        "topic": "guide",
        "publisher": KIS,
        "about": "De voorbeelden waar de lijst in deze toepassing uit komt.",
    },
    {
        "name": "Omgaan met maatschappelijke spanningen",
        "url": "https://www.kis.nl/publicatie/omgaan-met-maatschappelijke-spanningen",
        "topic": "guide",
        "publisher": KIS,
        "about": "Voor als er al incidenten zijn of het escaleert.",
    },
    {
        "name": "Bezorgdheid en veerkracht",
        "url": "https://www.kis.nl/publicatie/bezorgdheid-en-veerkracht",
        "topic": "guide",
        "publisher": KIS,
        "about": "Verhalen en beelden van bewoners over hun buurt.",
    },
    {
        "name": "Werkt een dialoog tegen vooroordelen?",
        "url": "https://www.kis.nl/publicatie/werkt-het-aangaan-van-een-dialoog-tegen-vooroordelen-en-stereotypering",
        "topic": "guide",
        "publisher": KIS,
        "about": "Wat onderzoek zegt over gesprekken tussen groepen.",
    },
    {
        "name": "Toolkit sociale stabiliteit",
        "url": "https://www.socialestabiliteit.nl/si-toolkit",
        "topic": "learn",
        "publisher": "Expertise-unit Sociale Stabiliteit",
        "about": "Hulpmiddelen voor gemeenten en professionals.",
    },
    {
        "name": "Wij zijn allemaal verontruste burgers",
        "url": "https://www.socialestabiliteit.nl/documenten/publicaties/2016/12/22/"
        "rob-witte-wij-zijn-allemaal-verontruste-burgers",
        "topic": "guide",
        "publisher": "Expertise-unit Sociale Stabiliteit",
        "about": "Over verdrietige, bezorgde en boze burgers.",
    },
    {
        "name": "Vormingen over omgaan met spanning en diversiteit",
        "url": f"{AGII_SITE}/vormingen",
        "topic": "learn",
        "publisher": AGII,
        "about": "Onder meer voor omstaanders, en over online polarisatie (Reconnect).",
    },
    {
        "name": "Reconnect en verbindingsofficieren",
        "url": AGII_SITE,
        "topic": "online",
        "publisher": AGII,
        "about": "Zoek op “Reconnect” voor online polarisatie, of op “verbindingsofficier” bij de komst van opvang.",
    },
)
