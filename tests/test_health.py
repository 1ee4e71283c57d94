from django.test import Client


def test_ready_answers_without_login(db):
    assert Client().get("/gezond/klaar/").status_code == 200
