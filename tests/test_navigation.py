"""Nobody sees an entry of the menu that refuses."""

from django.urls import reverse

from tests.factories import make_case


def test_every_entry_of_the_menu_opens_for_whoever_sees_it(town, client_of):
    for name in ("reporter", "assessor", "owner", "coordinator", "executive", "admin", "privacy"):
        client = client_of(getattr(town, name))
        for entry in client.get(reverse("home")).context["menu"]:
            assert client.get(entry["url"]).status_code == 200, (name, entry["label"])


def test_a_plan_belongs_to_the_cases(town, client_of):
    case = make_case(town=town)
    menu = client_of(town.owner).get(reverse("plans:detail", args=[case.pk])).context["menu"]

    assert [entry["label"] for entry in menu if entry["current"]] == ["Casussen"]


def test_the_links_of_the_home_page_open(town, client_of):
    for name in ("reporter", "assessor", "owner", "coordinator", "executive", "admin", "privacy"):
        client = client_of(getattr(town, name))
        offered = reverse("cases:figures") in client.get(reverse("home")).content.decode()
        assert offered == (client.get(reverse("cases:figures")).status_code == 200), name
