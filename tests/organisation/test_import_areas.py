"""Areas from a file: what is read, what is refused and why, and that reading twice changes nothing."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from organisation import areas
from organisation.models import Area, AreaImport

CSV = "code;naam\nGM0599;Rotterdam   \nWK059903;Delfshaven\nBU05990325;Bospolder\n"


def square(west: float = 4.4, south: float = 51.9, size: float = 0.01) -> dict:
    ring = [[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def geojson(*features: tuple[dict, dict | None]) -> bytes:
    rows = [{"type": "Feature", "properties": properties, "geometry": shape} for properties, shape in features]
    return json.dumps({"type": "FeatureCollection", "features": rows}).encode()


def codes(result: areas.Read) -> list[tuple[str, str, int, str]]:
    return [(row.code, row.name, row.level, row.parent) for row in result.rows]


@pytest.mark.parametrize(
    "text",
    [
        CSV,
        CSV.replace(";", ","),
        CSV.replace(";", "\t").replace("\n", "\r\n"),
        "\ufeff" + CSV.replace("code;naam", "gwb_code_10; Regio").replace("GM0599", "GM0599    "),
        "statnaam;statcode\nRotterdam;gm0599\nDelfshaven;WK059903\nBospolder;BU05990325\n\n",
    ],
)
def test_csv_is_read_as_cbs_gives_it(text):
    result = areas.read("wijken.csv", text.encode())

    assert result.errors == []
    assert codes(result) == [
        ("GM0599", "Rotterdam", 0, ""),
        ("WK059903", "Delfshaven", 1, "GM0599"),
        ("BU05990325", "Bospolder", 2, "WK059903"),
    ]


def test_csv_in_windows_letters_keeps_accents():
    assert areas.read("x.csv", "code;naam\nGM0599;Één".encode("cp1252")).rows[0].name == "Één"


def test_belgian_codes_find_their_place():
    text = (
        "cd_refnis;cd_sector;tx_adm_descr_nl;tx_sector_descr_nl\n11002;;Antwerpen;\n11002;11002A00-;Antwerpen;Centrum\n"
    )

    assert codes(areas.read("x.csv", text.encode())) == [
        ("11002", "Antwerpen", 0, ""),
        ("11002A00-", "Centrum", 1, "11002"),
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "In dit bestand staan geen gebieden."),
        ("naam;plaats\nx;y", "Regel 1: er is geen kolom met codes"),
        ("code;naam\nGM0599;Rotterdam\nXX12;Nergens", "Regel 3: “XX12” is geen code"),
        ("code;naam\nGM0599;", "Regel 2: bij GM0599 ontbreekt de naam"),
        ("code;naam\n;Leeg", "Regel 2: de code ontbreekt"),
        ("code;naam\nGM0599;A\nGM0599;B", "Regel 3: de code GM0599 staat ook bij regel 2"),
        (f"code;naam\nGM0599;{'x' * 101}", "Regel 2: de naam bij GM0599 is te lang"),
        ("code;naam\nGM0599;a\u202eb", "vreemde tekens"),
        ("code;naam\nGM0599;a\x00b", "geen tekstbestand"),
        ('{"type": "Feature"', "Regel 1: dit is geen goede GeoJSON"),
        ('{"type": "Feature"}', "FeatureCollection"),
        ('{"features": [3]}', "Gebied 1: er staan geen eigenschappen"),
        ('{"features": ' + "[" * 100_000, "geen goede GeoJSON"),
        ('{"features": NaN}', "geen goede GeoJSON"),
    ],
)
def test_file_with_a_mistake_says_where(text, sentence):
    result = areas.read("x", text.encode())

    assert any(sentence in error for error in result.errors), result.errors


@pytest.mark.parametrize(
    ("shape", "sentence"),
    [
        ({"type": "Point", "coordinates": [4, 52]}, "geen vlak"),
        ({"type": "Polygon", "coordinates": []}, "leeg"),
        ({"type": "Polygon", "coordinates": [[[4, 52], [5, 52]]]}, "te weinig punten"),
        ({"type": "Polygon", "coordinates": [[["x", 52]] * 4]}, "geen goede coördinaten"),
        ({"type": "Polygon", "coordinates": [7]}, "geen goede coördinaten"),
        ({"type": "Polygon", "coordinates": [[[150000, 170000]] * 4]}, "geen WGS84 en geen RD"),
        ({"type": "Polygon", "coordinates": [[[1e999, 52]] * 4]}, "geen goede coördinaten"),
        ("x", "geen vlak"),
    ],
)
def test_outline_with_a_mistake_says_which(shape, sentence):
    content = json.dumps(
        {"features": [{"properties": {"code": "GM0599", "naam": "Rotterdam"}, "geometry": shape}]}
    ).replace("Infinity", "1e999")

    assert sentence in areas.read("x.geojson", content.encode()).errors[0]


@pytest.mark.parametrize(
    ("rd", "wgs"), [((155000, 463000), (5.387206, 52.155174)), ((120700.723, 487525.502), (4.883526, 52.374533))]
)
def test_rd_becomes_wgs84(rd, wgs):
    assert areas.rd_to_wgs84(*rd) == pytest.approx(wgs, abs=2e-5)


def test_outline_in_rd_is_converted():
    ring = [[120000, 487000], [121000, 487000], [121000, 488000], [120000, 488000], [120000, 487000]]
    content = geojson(({"wk_code": "WK036300", "wk_naam": "Burgwallen"}, {"type": "Polygon", "coordinates": [ring]}))

    shape = areas.read("x.geojson", content).rows[0].shape

    assert shape["coordinates"][0][0] == pytest.approx([4.87, 52.37], abs=0.02)


def test_large_outline_becomes_small_and_stays_closed():
    import math

    ring = [[5 + math.cos(i / 2000) * 0.05, 52 + math.sin(i / 2000) * 0.05] for i in range(12566)]
    content = geojson(({"code": "GM0599", "naam": "Rond"}, {"type": "Polygon", "coordinates": [ring]}))

    simple = areas.read("x.geojson", content).rows[0].shape["coordinates"][0]

    assert 20 < len(simple) <= areas.MOST_POINTS
    assert simple[0] == simple[-1]


def test_most_precise_code_of_a_feature_counts():
    properties = {
        "buurtcode": "BU99990199",
        "buurtnaam": "Nieuwe buurt",
        "wijkcode": "WK999901",
        "gemeentecode": "GM9999",
        "gemeentenaam": "Voorbeeldstad",
    }

    assert codes(areas.read("x.geojson", geojson((properties, square())))) == [
        ("BU99990199", "Nieuwe buurt", 2, "WK999901")
    ]


def test_import_refuses_a_buurt_without_its_wijk(town, tmp_path):
    file = tmp_path / "x.csv"
    file.write_text("code;naam\nBU99990301;Verloren\nWK999904;Goed\n")

    with pytest.raises(CommandError, match="BU99990301 ligt in WK999903, maar dat gebied staat niet in het bestand"):
        call_command("import_areas", str(file))

    assert not Area.objects.filter(code="WK999904").exists()


def test_import_twice_changes_nothing(db, tmp_path, capsys):
    file = tmp_path / "x.csv"
    file.write_text(CSV)

    call_command("import_areas", str(file))
    call_command("import_areas", str(file))

    assert "0 nieuw, 0 gewijzigd, 0 beëindigd, 3 ongewijzigd" in capsys.readouterr().out
    assert Area.objects.count() == 3
    assert Area.history.count() == 3


def test_import_keeps_the_row_and_the_old_name(town, tmp_path):
    file = tmp_path / "x.csv"
    file.write_text("code;naam\nWK999901;Bloemenwijk\n")

    call_command("import_areas", str(file))

    area = Area.objects.get(code="WK999901")
    assert (area.pk, area.name, area.version) == (town.district.pk, "Bloemenwijk", 2)
    assert [old.name for old in area.history.all()] == ["Bloemenwijk", "Bloemetjeswijk"]
    assert area.history.first().history_change_reason == "Ingelezen uit een bestand"


def test_import_ends_what_is_gone_only_when_asked(town, tmp_path):
    file = tmp_path / "x.csv"
    file.write_text("code;naam\nGM9999;Voorbeeldstad\nWK999901;Bloemetjeswijk\nBU99990101;Rozenbuurt\n")

    call_command("import_areas", str(file))
    assert not Area.objects.exclude(valid_to=None).exists()
    call_command("import_areas", str(file), "--end-missing")

    assert set(Area.objects.exclude(valid_to=None).values_list("code", flat=True)) == {"WK999902", "BU99990201"}


def upload(browser, content: bytes, name: str = "x.csv", **data):
    return browser.post(
        reverse("organisation:area_import"),
        {"file": SimpleUploadedFile(name, content), "valid_from": "2026-01-01", **data},
    )


def test_upload_shows_first_and_saves_once(town, client_of):
    browser = client_of(town.admin)
    answer = upload(browser, b"code;naam\nWK999903;Nieuwland\n")
    url = answer.url
    assert "Nieuwland" in browser.get(url).content.decode()
    assert not Area.objects.filter(code="WK999903").exists()

    browser.post(url)
    browser.post(url)

    area = Area.objects.get(code="WK999903")
    assert area.valid_from.isoformat() == "2026-01-01"
    assert not AreaImport.objects.exists()


def test_upload_of_another_admin_cannot_be_confirmed(town, client_of):
    from tests.people import make_user

    other = make_user(email="twee@voorbeeldstad.example", name="Twee", role="admin")
    url = upload(client_of(town.admin), b"code;naam\nWK999903;Nieuwland\n").url

    client_of(other).post(url)

    assert not Area.objects.filter(code="WK999903").exists()


@pytest.mark.parametrize("content", [b"code;naam\nfout;x\n", b"\xff\xfe\x00", b"{"])
def test_broken_upload_changes_nothing_and_says_so(town, client_of, content):
    answer = upload(client_of(town.admin), content)

    assert answer.status_code == 200
    assert "Er is niets veranderd." in answer.content.decode()
    assert not AreaImport.objects.exists()


def test_upload_is_refused_to_others(town, client_of):
    assert upload(client_of(town.coordinator), CSV.encode()).status_code == 403


def test_area_with_areas_in_it_is_not_ended(town, client_of):
    answer = client_of(town.admin).post(
        reverse("organisation:area_end", args=[town.district.pk]), {"on": "2027-01-01", "version": 1}
    )

    assert "Er liggen nog gebieden in dit gebied" in answer.content.decode()
    town.district.refresh_from_db()
    assert town.district.valid_to is None


@pytest.mark.parametrize(
    "broken", [{"code": "X"}, {"code": "WK999901"}, {"parent": ""}, {"level": "9"}, {"valid_from": "31-02-2026"}]
)
def test_area_with_broken_input_is_not_added(town, client_of, broken):
    data = {
        "code": "WK999907",
        "name": "Zeven",
        "level": 1,
        "parent": town.municipality.pk,
        "valid_from": "2026-01-01",
        "version": 1,
        **broken,
    }

    answer = client_of(town.admin).post(reverse("organisation:area_new"), data)

    assert answer.status_code == 200
    assert answer.context["form"].errors
