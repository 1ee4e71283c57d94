"""Forms look and speak the same everywhere: label, hint, error, summary, native pickers, double submits."""

import re

import pytest
from django import forms
from django.template import Context, Template

from common.crispy import Columns, Fieldset, Submit, Text, layout
from common.forms import CheckedForm


class Sample(forms.Form):
    what = forms.CharField(label="Wat is er aan de hand?", widget=forms.Textarea, help_text="Over de situatie.")
    day = forms.DateField(label="Datum", required=False)
    moment = forms.DateTimeField(label="Wanneer", required=False)
    known = forms.ChoiceField(label="Hoe weet u dit", choices=[("a", "Gezien")], widget=forms.RadioSelect)
    hidden = forms.IntegerField(widget=forms.HiddenInput, required=False)


def html(form: forms.Form) -> str:
    return Template("{% load crispy_forms_tags %}{% crispy form %}").render(Context({"form": form, "csrf_token": "t"}))


def test_label_hint_and_error_belong_to_the_control():
    text = html(layout(Sample({}), "what"))

    assert '<label class="field__label" for="id_what">' in text
    assert 'aria-describedby="id_what_helptext id_what_error"' in text
    assert 'id="id_what_helptext"' in text
    assert 'id="id_what_error"' in text


def test_summary_on_top_links_to_each_wrong_field():
    text = html(layout(Sample({"hidden": "x"})))

    assert text.index("data-error-summary") < text.index('name="what"')
    assert '<a href="#id_what">Wat is er aan de hand? Vul dit in.</a>' in text
    assert '<a href="#id_known">Hoe weet u dit: Maak een keuze.</a>' in text
    assert (
        "<li>Vul een heel getal in, zonder komma of letters.</li>" in text
    )  # a hidden field cannot be linked to, but is never silent


def test_form_without_errors_has_no_summary():
    assert "data-error-summary" not in html(layout(Sample()))


def test_optional_fields_say_so_and_required_ones_do_not():
    text = html(layout(Sample()))

    assert len(re.findall(r"\(niet verplicht\)", text)) == 2


def test_choices_are_a_group_with_a_legend():
    text = html(layout(Sample({})))

    assert re.search(r'<fieldset class="[^"]*field[^"]*" id="field_known" aria-describedby="id_known_error">', text)
    assert '<legend class="field__label">Hoe weet u dit' in text


def test_dates_use_the_picker_of_the_browser_and_keep_their_value():
    text = html(layout(Sample(initial={"day": "2026-05-03", "moment": "2026-05-03T14:05"})))

    assert re.search(r'type="date" name="day"[^>]* value="2026-05-03"', text)
    assert re.search(r'type="datetime-local" name="moment"[^>]* value="2026-05-03T14:05"', text)


def test_picked_date_and_time_are_understood():
    form = layout(Sample({"what": "x", "known": "a", "day": "2026-05-03", "moment": "2026-05-03T14:05"}))

    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"].isoformat() == "2026-05-03"
    assert form.cleaned_data["moment"].minute == 5


def test_field_that_the_layout_forgot_is_still_there():
    text = html(layout(Sample(), Fieldset("Kop", "what"), Columns("day", "moment")))

    assert 'name="known"' in text
    assert 'name="hidden"' in text


def test_buttons_and_address_of_the_form():
    text = html(layout(Sample(), submit="Vastleggen", cancel="/terug/", action="/heen/", attributes={"hx-post": "/x/"}))

    assert re.search(r'<button type="submit" class="[^"]*primary-action">Vastleggen</button>', text)
    assert '<a class="utrecht-link" href="/terug/">Annuleren</a>' in text
    assert 'action="/heen/"' in text
    assert 'hx-post="/x/"' in text
    assert 'name="csrfmiddlewaretoken"' in text


def test_filter_form_goes_by_address_without_token():
    text = html(layout(Sample(), method="get", kind="form-inline"))

    assert 'method="get"' in text
    assert "csrfmiddlewaretoken" not in text


def test_text_and_second_button_in_a_layout():
    text = html(
        layout(Sample(), Text("<b>Let op</b> {{ x }}"), "what", Submit("later", "Later", css_class="secondary"))
    )

    assert "<p>&lt;b&gt;Let op&lt;/b&gt; {{ x }}</p>" in text
    assert re.search(r'name="later" value="Later" class="utrecht-button utrecht-button--secondary-action', text)


@pytest.mark.parametrize("evil", ['"><script>alert(1)</script>', "{{ 7|add:7 }}", "\x00"])
def test_what_was_typed_comes_back_as_text(evil):
    text = html(layout(Sample({"what": evil, "day": evil, "known": evil})))

    assert "<script>" not in text
    assert ">14<" not in text


class Checked(CheckedForm):
    story = forms.CharField(label="Verhaal", widget=forms.Textarea)


def test_checked_text_is_marked_for_the_check_while_typing():
    assert "data-textcheck" in html(layout(Checked()))


def test_reason_for_keeping_a_text_is_asked_only_when_needed():
    form = layout(Checked())
    assert "privacy_reason" not in html(form)

    form.asks_reason = True
    assert 'name="privacy_reason"' in html(form)
    assert 'name="privacy_reason"' in str(form)


def test_text_that_starts_with_an_empty_line_keeps_it():
    text = html(layout(Sample(initial={"what": "\nTweede regel"})))

    assert re.search(r"<textarea[^>]*>&#10;\nTweede regel</textarea>", text)
