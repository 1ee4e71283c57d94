"""Nobody sees an entry of the menu that refuses."""

from django.urls import reverse


def test_every_entry_of_the_menu_opens_for_whoever_sees_it(town, client_of):
    for name in ("reporter", "assessor", "owner", "coordinator", "executive", "admin", "privacy"):
        client = client_of(getattr(town, name))
        for entry in client.get(reverse("home")).context["menu"]:
            assert client.get(entry["url"]).status_code == 200, (name, entry["label"])
