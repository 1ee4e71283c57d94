"""Laying out a form with django-crispy-forms and our own `nlds` templates.

In a view or form: `layout(form, Fieldset("Wat is er aan de hand?", "what", "area"), submit="Vastleggen")`; in the
template: `{% crispy form %}`. Fields that the layout leaves out follow at the end, so that none is ever lost.
"""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Fieldset, Layout, Submit
from django import forms
from django.utils.html import format_html

__all__ = ["HTML", "Buttons", "Columns", "Div", "Field", "Fieldset", "Layout", "Submit", "Text", "layout"]


class Text(HTML):
    """A paragraph of plain text between fields. Braces and markup are shown as they are."""

    def render(self, form: forms.BaseForm, context: Any, template_pack: str = "nlds", **kwargs: Any) -> str:
        return format_html("<p>{}</p>", self.html)


class Columns(Div):
    """Two fields beside each other where there is room."""

    def __init__(self, *fields: Any) -> None:
        super().__init__(*fields, css_class="grid-2")


class Buttons(Div):
    """More than one button under a form, the most important first."""

    def __init__(self, *fields: Any) -> None:
        super().__init__(*fields, css_class="form-buttons")


def layout(
    form: forms.BaseForm,
    *items: Any,
    submit: str = "Opslaan",
    cancel: str | None = None,
    name: str = "",
    action: str = "",
    method: str = "post",
    tag: bool = True,
    form_id: str = "",
    kind: str = "",
    attributes: dict[str, str] | None = None,
) -> forms.BaseForm:
    """Give the form its helper and return the form.

    `submit` and `cancel` become the buttons ("" leaves the button out; `cancel` is an address); `name` is the name of
    the submit button where a view has several; `tag=False` leaves the form element to the template; `kind` is a CSS
    class on the form, for example `form-inline` for filters; `attributes` are further ones, such as hx-post.
    """
    helper = FormHelper()
    helper.form_tag = tag
    helper.form_method = method
    helper.form_action = action
    helper.form_id = form_id
    helper.form_class = f"form {kind}".strip()
    helper.disable_csrf = method == "get"
    helper.attrs = {"novalidate": True, **(attributes or {})}
    helper.render_unmentioned_fields = True
    helper.layout = Layout(*(items or tuple(form.fields)))
    helper.submit_label = submit
    helper.submit_name = name
    helper.cancel_url = cancel or ""
    form.helper = helper  # type: ignore[attr-defined]
    _dress(form)
    return form


NATIVE = {
    forms.DateInput: ("date", "%Y-%m-%d"),
    forms.TimeInput: ("time", "%H:%M"),
    forms.DateTimeInput: ("datetime-local", "%Y-%m-%dT%H:%M"),
}


def _dress(form: forms.BaseForm) -> None:
    """The browser's own date and time pickers, a text box of a fair size, and the check while typing."""
    for field in form.fields.values():
        widget = field.widget
        if type(widget) in NATIVE:
            widget.input_type, widget.format = NATIVE[type(widget)]  # type: ignore[attr-defined]
        if isinstance(widget, forms.Textarea) and widget.attrs.get("rows") == "10":
            widget.attrs["rows"] = "5"
    for name in form.checked_fields() if hasattr(form, "checked_fields") else ():
        form.fields[name].widget.attrs.setdefault("data-textcheck", True)
