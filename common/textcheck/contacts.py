# ruff: noqa: E501  word lists and patterns are read best unbroken
"""E-mail addresses and accounts on social media."""

import re

from common.textcheck.hits import Hit

LOCAL = r"[A-Za-z0-9][A-Za-z0-9._%+'-]{0,63}"
DOMAIN = r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,4}"
EMAIL = re.compile(rf"(?<![A-Za-z0-9._%+'-])({LOCAL})@{DOMAIN}(?:\.[A-Za-z]{{2,24}}|,(?:nl|be|com|net|org|eu)\b)")
SPOKEN = re.compile(
    r"(?<![A-Za-z0-9._%+'-])([A-Za-z0-9][A-Za-z0-9._%+-]{0,63}) ?(?:[(\[{] ?(?:at|apenstaart(?:je)?|a|@) ?[)\]}]| at | apenstaart(?:je)? |@ | @ ?) ?"
    r"([A-Za-z0-9-]{2,63}) ?(?:\.|[(\[{] ?(?:dot|punt) ?[)\]}]| dot | punt ) ?(?:nl|be|com|net|org|eu|fr|de|info)\b",
    re.I,
)
SHARED = re.compile(
    r"(?:info|contact|post|mail|gemeente|klantcontact|meldpunt|melding(?:en)?|redactie|secretariaat|receptie|balie|"
    r"team|wijk|buurt|loket|bestuur|privacy|avg|fg|support|helpdesk|webmaster|noreply|no-reply|hallo|algemeen|"
    r"communicatie|pers|vrijwilligers|jongerenwerk|polarisatie|veiligheid|stad|onthaal|burgerzaken|griffie)[a-z0-9._-]*",
    re.I,
)

HANDLE = re.compile(r"(?<![A-Za-z0-9._%+@/'-])@([A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,38}[A-Za-z0-9_])?)")
PROFILE = re.compile(
    r"(?:https?://)?(?:www\.|m\.|nl-nl\.|nl\.|be\.)?(?:(?:instagram|facebook|fb|twitter|tiktok|snapchat|pinterest|threads|twitch|"
    r"soundcloud|vk|ok|onlyfans|discord|reddit)\.(?:com|net|gg|tv|ru|me)|x\.com|t\.me|wa\.me|bsky\.app|mastodon\.[a-z]{2,8}|"
    r"(?:nl\.|be\.|www\.)?linkedin\.com|youtube\.com|linktr\.ee|telegram\.me|strava\.com)/(?P<path>[^\s<>\"']{2,100})",
    re.I,
)
NO_PERSON = re.compile(
    r"(?:groups?|events?|pages?|company|school|hashtag|watch|search|explore|help|policies|legal|about|p/|reel|share|tag)\b",
    re.I,
)
ORGANISATION = re.compile(
    r"gemeente|politie|stad(?:huis)?|wijk|buurt|school|college|moskee|kerk|stichting|vereniging|nieuws|radio|krant|museum|"
    r"rijks|ministerie|brandweer|ggd|bibliotheek|jongerenwerk|welzijn|vng|omroep|provincie|vlaanderen|team|official|omrop",
    re.I,
)
PLATFORM = re.compile(
    r"\b(?:instagram|insta|snapchat|snap|tiktok|twitter|facebook|telegram|discord|twitch|youtube|threads|reddit|"
    r"gebruikersnaam|username|nickname|bijnaam online|account|accountnaam|profiel|kanaal|gamertag|insta-?account)[a-z]*\b([^\n.!?]{0,40})",
    re.I,
)
LABEL = re.compile(
    r"(?:^ ?|[:=(]|\b(?:als|heet|naam|is|van|hij|zij|ze|genaamd|account|profiel|gebruiker))[ '\"]{0,2}$", re.I
)
NICK = re.compile(r"(?<![A-Za-z0-9._/@-])[A-Za-z][A-Za-z0-9._-]{2,29}")
BEFORE_PLATFORM = re.compile(
    r"(?<![A-Za-z0-9._/@-])(?P<nick>[A-Za-z][A-Za-z0-9]{1,20}[._][A-Za-z0-9._]{1,20}) (?:op|via) (?:instagram|insta|snapchat|snap|tiktok|twitter|facebook|telegram|x)\b",
    re.I,
)
WEB = re.compile(r"\.(?:nl|be|com|org|net|eu)$", re.I)
UNDERSCORE = re.compile(r"(?<![A-Za-z0-9._/@-])[A-Za-z0-9.]{1,30}_[A-Za-z0-9_.]{0,30}[A-Za-z0-9_](?![A-Za-z0-9@-])")

FILE = re.compile(r"\.(?:txt|pdf|docx?|xlsx?|csv|jpe?g|png|pptx?|zip|html?|mp[34])$", re.I)


def find(text: str) -> list[Hit]:
    hits: list[Hit] = []
    lower = text.lower()
    if "@" in text or "apenstaart" in lower or "at" in lower:
        for pattern in (EMAIL, SPOKEN):
            hits += [Hit("e-mail", *match.span()) for match in pattern.finditer(text) if not SHARED.fullmatch(match[1])]
    if "@" in text:
        hits += [Hit("account", *match.span()) for match in HANDLE.finditer(text) if not ORGANISATION.search(match[1])]
    if "/" in text:
        for match in PROFILE.finditer(text):
            if not NO_PERSON.match(match["path"]) and not ORGANISATION.search(match["path"]):
                hits.append(Hit("account", *match.span()))
    if "_" in text:
        for match in UNDERSCORE.finditer(text):
            if (
                any(character.isalpha() for character in match[0])
                and not FILE.search(match[0])
                and not ORGANISATION.search(match[0])
            ):
                hits.append(Hit("account", *match.span()))
    hits += _before_platform(text)
    hits += _nicknames(text)
    return hits


def _before_platform(text: str) -> list[Hit]:
    """gianni.ldn op instagram: built like a nickname, and no web address."""
    return [
        Hit("account", *match.span("nick"))
        for match in BEFORE_PLATFORM.finditer(text)
        if not WEB.search(match["nick"]) and not ORGANISATION.search(match["nick"])
    ]


def _nicknames(text: str) -> list[Hit]:
    """A word behind the name of a platform that is built like a nickname: with a dot inside or a digit at the end."""
    hits = []
    for cue in PLATFORM.finditer(text):
        for match in NICK.finditer(text, cue.start(1), min(len(text), cue.end(1) + 30)):
            if match.start() >= cue.end(1) + 1:
                break
            nick = match[0].rstrip(".-")
            web = WEB.search(nick)
            dotted = re.search(r"[a-z0-9][._][a-z0-9]", nick) and not web
            numbered = re.search(r"[a-zA-Z]{2}\d+$", nick) and LABEL.search(text[cue.start(1) : match.start()])
            if (dotted or numbered) and not ORGANISATION.search(nick):
                hits.append(Hit("account", match.start(), match.start() + len(nick)))
    return hits
