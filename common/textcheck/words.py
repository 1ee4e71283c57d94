# ruff: noqa: E501  word lists and patterns are read best unbroken
"""The word lists of the check: names, and words that make a name something else than a resident."""

import re
from collections.abc import Iterable
from importlib.metadata import distribution
from pathlib import Path

from common.textcheck.folding import fold

DATA = Path(__file__).parent / "data"
# Faker's names for the countries that the families of most residents come from. Its files are read as text: to import
# them costs seven times as much memory (docs/decisions/009).
COUNTRIES = "nl_NL nl_BE fr_BE fr_FR tr_TR pl_PL ro_RO en_GB en_NG tw_GH".split()
COUNTRIES_OF_LAST_NAMES = frozenset("nl_NL nl_BE fr_BE tr_TR en_NG".split())
NAME_LIST = re.compile(r"^    (first|last)_names\w*[^=\n]*= (.*?)(?=^    \S|\Z)", re.S | re.M)


def _own(name: str) -> frozenset[str]:
    return frozenset((DATA / f"{name}.txt").read_text(encoding="ascii").split())


def _shipped() -> tuple[set[str], set[str]]:
    """First and last names of Faker, folded and in lower case; a name of several words gives each word."""
    found: dict[str, list[str]] = {"first": [], "last": []}
    home = Path(str(distribution("Faker").locate_file("faker/providers/person")))
    for country in COUNTRIES:
        for listed in NAME_LIST.finditer((home / country / "__init__.py").read_text(encoding="utf-8")):
            if listed[1] == "first" or country in COUNTRIES_OF_LAST_NAMES:
                found[listed[1]] += re.findall(r'"([^"]+)"', listed[2])
    first, last = (set(re.split(r"[ ,.]+", fold(" ".join(names)).text.lower())) for names in found.values())
    return first, last


PARTICLES = frozenset(
    "van de den der het ter ten te von el al ben bin ait la le du di da dos del t d 't d' op ould bou abu abou ibn vd vdn v".split()
)
PARTICLES_START = PARTICLES - {"op", "t", "te", "la", "het", "d", "v"}
SURNAME_PARTICLES = frozenset(
    {("vd",), ("vdn",), ("v", "d"), ("van", "der"), ("van", "den"), ("v", "den"), ("v", "der")}
)
NOBLE = frozenset("el ben ait bin ibn ould al abu abou bou".split())

_first, _last = _shipped()
FIRST_WORDS = _own("first_names_that_are_words")
LAST_WORDS = _own("last_names_that_are_words")
FIRST = (_own("first_names") | _first) - FIRST_WORDS - _own("first_names_left_out") - {""}
LAST = (_own("last_names") | _last) - LAST_WORDS - _own("last_names_left_out") - PARTICLES - {"", "en", "s"}
del _first, _last

TITLES = frozenset(
    "mevrouw mevr mw mvr mej mejuffrouw juffrouw meneer mijnheer dhr hr heer familie fam gezin echtpaar weduwe monsieur madame mme dr "
    "drs prof ir ing mr broers gebroeders zussen zusjes dames heren meneertje madam mijnheertje mnr mevrouwtje".split()
)
COURTESY = frozenset(
    "mevrouw mevr mw mvr mej mejuffrouw juffrouw meneer mijnheer mnr dhr hr monsieur madame madam mme".split()
)
KIN = frozenset(
    "buurman buurvrouw buurjongen buurmeisje oom ome tante opa oma moeder vader mama papa zoon zoontje dochter dochtertje broer broertje zus zusje "
    "neef neefje nicht nichtje kleinzoon kleindochter stiefvader stiefmoeder schoonmoeder schoonvader schoonzoon vriend vriendin vriendje "
    "vriendinnetje juf meester echtgenoot echtgenote partner ex bompa bomma nonkel tata collega kameraad maat jongen meisje peuter baby "
    "ene zekere genaamd genaamde genoemd heet heette heten hiet bijgenaamd alias voornaam achternaam roepnaam naam zoontjes kennis".split()
)
FAMILY = frozenset(
    "moeder vader mama papa ma pa mam pap zoon zoontje dochter dochtertje broer broertje zus zusje oom tante opa oma neef neefje nicht nichtje ouders vriendin".split()
)
ROLES = frozenset(
    "bewoner bewoonster melder meldster verdachte dader slachtoffer klager klaagster raddraaier ondernemer eigenaar eigenares huurder "
    "huurster leerling student studente jongere voorzitter initiatiefnemer initiatiefneemster organisator aanvoerder leider aanjager woordvoerder woordvoerster "
    "buurtbewoner buurtbewoonster vrijwilliger coach trainer kapper slager bakker winkelier cafebaas uitbater inwoner inwoonster "
    "klant getuige actievoerder activist influencer vlogger rapper ouder clubvoorzitter penningmeester secretaris directeur directrice docent "
    "docente leraar lerares wijkagent agent imam pastoor dominee jongerenwerker straatcoach beheerder huismeester conciierge conciërge arts huisarts".split()
)
OFFICE = frozenset(
    "burgemeester wethouder schepen minister premier president koning koningin prins prinses keizer keizerin paus kardinaal bisschop "
    "staatssecretaris commissaris gouverneur kamerlid europarlementarier profeet heilige sint st saint santa san kroonprinses generaal admiraal hertog graaf "
    "dichter schilder schrijver zanger zangeres voetballer orkaan storm partijleider kabinet regering".split()
)
IN_TITLES = frozenset("bij in aan op ome oom tante van d'n".split())
SAYS = frozenset(
    "zei zegt vertelde vertelt belde belt woont woonde klaagt klaagde vindt vond sprak riep dreigt dreigde appte mailde schreef vroeg "
    "kwam komt werkt werkte weet schreeuwde huilt huilde gooide filmt filmde scheldt roept schreeuwt gooit slaat schopt spuugt beweert ontkent weigert uit zelf heeft is was wil moet durft en".split()
)
BEFORE_LOWER = frozenset("volgens namens met door tegen bij van voor aan naast genaamd zei dat".split())
ARTICLES = frozenset("de het een 's t 't den deze die dit dat la le".split())
TALKED = frozenset(
    "gesproken sprak spraken gesprek gebeld belde contact gepraat praatte ruzie afspraak gemaild geappt".split()
)
SENT = frozenset(
    "klacht klachten melding mail mailtje brief bericht berichtje appje telefoontje reactie verhaal filmpje petitie aangifte zoon dochter vader moeder broer zus".split()
)
LETTERED = frozenset(
    "plan optie variant vitamine hepatitis diploma rijbewijs blok klas groep categorie punt bijlage vak hal poort lijn fase deel scenario model type zone gebouw kamer zaal flat toren".split()
)
PLACES_IN_LAST_NAMES = ("veld", "kamp", "horst", "dijk", "berg", "meer", "burg")
OWN = frozenset("zijn haar z'n zn d'r hun".split())
LOWER_WORDS = frozenset("adam morgan francisco carmen gabriel dean kelly christian ids ize ise jur".split())
DOES = SAYS | frozenset(
    "durft kreeg krijgt wordt werd staat stond zit zat gaat ging had woont loopt rijdt reed deelt dealt verkoopt kan".split()
) - {"en", "uit"}
STRONG_SAYS = SAYS - {"uit", "heeft", "is", "was", "wil", "moet", "en", "komt", "zelf", "kwam"}
SAYS_AFTER_INITIAL = STRONG_SAYS | {"wil", "heeft"}  # "A. Armoede en" and "B. Wat is" are points of a list

STREET_ENDINGS_SURE = tuple(
    "straat str strt laan weg plein pln dreef singel gracht kade steenweg stwg steeg plantsoen boulevard".split()
)
STREET_ENDINGS = STREET_ENDINGS_SURE + tuple(
    "ln pad hof lei baan vest ring park allee avenue markt burg kaai wal wegel dries berg heuvel veld akker erf oord brink poort haven "
    "dijk hoek plaats donk gaarde weide meent stede werf burcht waard bos tuin rode ham beemd kouter bergen dal horst kamp zoom krocht haag rak diep vaart kolk bolwerk wijk".split()
)
PLACE_ENDINGS = (
    STREET_ENDINGS
    + tuple(
        "school kerk brug buurt dorp stad kwartier park stadion tunnel viaduct college lyceum instituut huis centrum club vereniging "
        "zaal hal moskee station gebouw flat toren veer eiland gemeente molen plas meer kanaal fonds prijs ring stichting wal hoeve huize "
        "hotel theater museum kliniek ziekenhuis klooster parochie kapel abdij gasthuis monument festival cup toernooi hogeschool universiteit "
        "scholengemeenschap kazerne fabriek mansion arena wet effect dag nacht feest isme ist ers aan se en".split()
    )[:-5]
)

ORGANISATIONS = frozenset(
    "school basisschool obs cbs kbs rkbs ibs vrije middelbare moskee kerk cafe kroeg bar restaurant eetcafe snackbar cafetaria pizzeria hotel bakkerij slagerij kapsalon "
    "winkel supermarkt station halte metrostation buurthuis wijkcentrum buurtcentrum jongerencentrum dorpshuis clubhuis wijkgebouw ontmoetingscentrum stichting "
    "vereniging buurtvereniging bewonersvereniging sportvereniging voetbalvereniging voetbalclub sportclub tennisclub hockeyclub boksclub vechtsportschool club sv vv fc rkvv "
    "ksk kfc ksv kv rc ajax wijk buurt dorp stad gemeente provincie straat laan plein park flat complex gebouw zaal sporthal hal theater schouwburg museum "
    "bibliotheek ziekenhuis kliniek huize huis villa kasteel hoeve boerderij tuin speeltuin brug tunnel haven kade college lyceum gymnasium atheneum hogeschool universiteit "
    "scholengemeenschap instituut partij fractie lijst bedrijf firma bouwbedrijf garage woningcorporatie corporatie kinderdagverblijf peuterspeelzaal creche opvang "
    "azc fonds prijs festival project programma platform collectief synagoge tempel centrum kapel parochie klooster abdij begraafplaats monument "
    "standbeeld beeld film boek krant serie televisieprogramma app groep groepering beweging orde loge ring straatje hofje arena stadion court cup toernooi bouw transport "
    "groen vastgoed groupe group bv nv vzw cvba eetwinkel optiek makelaars makelaardij advocaten apotheek rijschool academie mavo havo vwo mbo roc vmbo isk kantoor "
    "winkelcentrum winkelstraat verzorgingshuis zorgcentrum woonzorgcentrum rusthuis hospice gasthuis sportpark zwembad discotheek club disco feestzaal concertzaal poppodium podium "
    "camping vakantiepark landgoed bos polder kanaal rivier eiland metro tram bus lijn feestdag orkest koor harmonie fanfare carnavalsvereniging scouting chiro ksa "
    "moskeebestuur kerkbestuur gezelschap genootschap kring bond vakbond unie federatie beweging netwerk coalitie initiatief burgerinitiatief actiegroep comite bewonersgroep bewonerscommissie "
    "mosque church street foundation hof gasthof hogere woongroep wooncomplex scholen kazerne toren molen fabriek warenhuis bakker-op-wielen schip boot ferry zaak kinderopvang bso".split()
)
ORGANISATION_ENDINGS = (
    "school", "kerk", "moskee", "centrum", "huis", "vereniging", "club", "wijk", "buurt", "park", "plein", "straat", "laan", "stichting",
    "winkel", "cafe", "college", "gebouw", "flat", "zaal", "hal", "station", "groep", "bedrijf", "comite", "bond", "fonds", "partij",
    "collectief", "festival", "project", "plan", "kring", "ring", "commissie", "tempel", "lyceum", "instituut", "museum", "theater",
)  # fmt: skip

# Words with a capital that are no name even behind a cue.
NO_NAME = frozenset(
    "de het een en of in op aan bij met van voor na door over onder uit tot om te er is was zijn heeft had wil kan moet mag zal wordt werd "
    "die dat deze dit hij zij ze ik wij we u jij je hun haar mijn zijn ons onze niet geen ook nog wel maar want dus als dan toen nu hier daar "
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart april mei juni juli augustus september oktober november december "
    "voorzitter burgemeester wethouder schepen wijkagent imam pastoor dominee rabbijn directeur minister agent wijkregisseur jongerenwerker "
    "wijkmanager gemeente politie raad college school moskee kerk stichting vereniging nederland belgie vlaanderen brussel antwerpen gent "
    "noord zuid oost west centrum god allah jezus christus sinterklaas piet kerst pasen ramadan islam koran bijbel facebook instagram tiktok twitter "
    "whatsapp youtube telegram corona covid onbekend anoniem nvt nb ps ing abn rabo ns ov azc coa ggd ggz wmo avg oov boa noot mail tel adres "
    "anders beter goed slecht samen vandaag gisteren morgen iedereen niemand iemand veel weinig alle alles bijna enkele sommige twee drie vier vijf "
    "meneer mevrouw heer dames heren familie beste geachte buurman buurvrouw moeder vader ouders kinderen zoon dochter team afdeling "
    "groot klein mens mensen man vrouw kind jongere jongeren bewoner bewoners welkom ja nee".split()
)
# Beginnings of words for people by country or faith.
DEMONYMS = (
    "nederland", "belg", "vlaam", "vlaming", "wal", "frans", "duits", "engels", "brit", "turk", "koerd", "marokka", "berber", "syri", "irak", "iraan",
    "iran", "afgha", "somal", "eritre", "ethiop", "oekrai", "russ", "pool", "pools", "bulga", "roeme", "hongaar", "antilli", "surina", "hindoe", "molukk",
    "indo", "chine", "viet", "ghane", "nigeri", "congo", "afrik", "arab", "palesti", "isra", "jood", "joods", "moslim", "islam", "christe", "kathol",
    "protestant", "roma", "sinti", "spaan", "itali", "portug", "griek", "albane", "kosova", "bosni", "serv", "kroat", "tsjets", "europe", "amerik",
    "amsterdam", "rotterdam", "utrecht", "haag", "brussel", "antwerp", "gent", "zeeuw", "fries", "limburg", "braband", "brabant", "groning", "japan", "egypt", "tunes", "algeri", "libane", "pakist", "wereld", "oost", "west", "noord", "zuid", "bangla",
)  # fmt: skip

# Everybody knows these; they are no residents. Names of companies and places that look like a person are here as well.
PUBLIC = tuple(
    line.strip()
    for line in """
    bart brandsma|brandsma|ron van wonderen|anne frank|martin luther king|martin luther|johan cruijff|johan cruyff|albert heijn|theo van gogh|vincent van gogh|pim fortuyn|george floyd
    geert wilders|wilders|mark rutte|rutte|dick schoof|schoof|thierry baudet|baudet|donald trump|trump|poetin|vladimir poetin|joe biden|biden|erdogan|jan modaal
    jan en alleman|jan publiek|jan met de pet|jan rap|jan klaassen|zwarte piet|piet hein|jip en janneke|karl marx|nelson mandela|mahatma gandhi|filip dewinter
    bart de wever|de wever|tom van grieken|van grieken|conner rousseau|willem-alexander|willem alexander|koning filip|willem drees|joop den uyl|den uyl|johan de witt
    michiel de ruyter|jan pieterszoon coen|willem van oranje|willem de zwijger|tata steel|charlie hebdo|mohammed cartoons|edwin wagensveld|wagensveld|greta thunberg
    marie curie|albert schweitzer|titus brandsma|peerke donders|don bosco|pater damiaan|guido gezelle|hendrik conscience|rubens|van dyck|rembrandt|andre hazes
    abou jahjah|jeff hoeyberghs|jurgen conings|hans janmaat|sylvana simons|jerry afriyie|quinsy gario|van der valk|johan vlemmix|ben en jerry|ben & jerry
    bob marley|elon musk|musk|jordan peterson|andrew tate|osama bin laden|salman rushdie|saddam hussein|bashar al assad|assad|netanyahu|zelensky|zelenski|abdullah ocalan|ocalan
    jean monnet|robert schuman|aletta jacobs|erasmus|spinoza|multatuli|max havelaar|jan van eyck|pieter bruegel|peter r de vries|jan palfijn|jan yperman|maria middelares|jan breydel|san marino|san jose
    costa rica|el salvador|el al|al jazeera|al qaida|al-qaida|al shabaab|al-shabaab|hells angels|de lijn|studio brussel|marie-stella|stella artois|stella maris|jan linders|dirk van den broek|kruidvat|karwei
    jacques delors|victor orban|viktor orban|orban|romelu lukaku|frans timmermans|timmermans|rob jetten|jetten|dilan yesilgoz|caroline van der plas|pieter omtzigt|omtzigt|femke halsema|halsema|ahmed aboutaleb
    sigrid kaag|kaag|hugo de jonge|alexander de croo|de croo|theo francken|francken|sammy mahdi|zuhal demir|jan jambon|jambon|thomas more|karel de grote|johan maurits|martin van rijn|maria boodschap|sint maarten|santa claus
    levi's|milka|max verstappen|verstappen|mathieu van der poel|red bull|dolle mina|mensen maken de stad|jan steen|frans hals|emma at work|ada lovelace|roos vonk|tony chocolonely|tony's chocolonely|victoria station|queen elisabeth
    prins bernhard|prins hendrik|prins maurits|koningin wilhelmina|koningin juliana|koningin emma|koning albert|koning boudewijn|jozef israels|sint jozef|sint joris|sint michiel|sint jan|sint pieter|sint anna|sint maria|sint josef|sint willibrord
    keti koti|leger des heils|franciscus gasthuis|maria hemelvaart|antoni van leeuwenhoek|johannes de doper|anna paulowna|titus|peter pan|robin hood|romeo en julia|romeo|adam en eva|kain en abel|ken saro-wiwa|levi strauss|lange jan|tante sjaan|jan zonder land
    """.replace("\n", "|").split("|")
    if line.strip()
)

Phrases = dict[str, tuple[tuple[str, ...], ...]]


def words_of(text: str) -> tuple[str, ...]:
    return tuple("".join(c if c.isalnum() or c in "'-" else " " for c in text.lower()).split())


def phrases(lines: Iterable[str]) -> Phrases:
    """Phrases by their first word, the longest first."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for line in lines:
        words = words_of(line)
        if words and len("".join(words)) > 2:
            found.setdefault(words[0], set()).add(words)
    return {first: tuple(sorted(all_, key=lambda words: -len(words))) for first, all_ in found.items()}
