import re

from django import forms

from lotsen_portal.common.forms import BaseForm


def form_of(count: int) -> type[BaseForm]:
    class Form(BaseForm):
        many = forms.MultipleChoiceField(choices=[(str(n), f"Nr. {n}") for n in range(1, count)])

    return Form


def shown_and_hidden(form: BaseForm) -> tuple[list[str], list[str]]:
    shown, _, rest = str(form).partition("<details")
    label = re.compile(r'for="[^"]*">Nr\. (\d+)<')
    return label.findall(shown), label.findall(rest)


def test_a_long_choice_shows_the_first_and_all_that_are_ticked() -> None:
    form = form_of(48)(initial={"many": ["3", "30", "47"]})

    shown, hidden = shown_and_hidden(form)

    assert shown == [*(str(n) for n in range(1, 13)), "30", "47"]
    assert hidden == [str(n) for n in range(13, 47) if n != 30]
    assert sorted(map(int, shown + hidden)) == list(range(1, 48))


def test_what_was_sent_stays_visible() -> None:
    shown, _ = shown_and_hidden(form_of(48)({"many": ["44"]}))

    assert shown[-1] == "44"


def test_a_short_choice_hides_nothing() -> None:
    assert shown_and_hidden(form_of(20)()) == ([str(n) for n in range(1, 20)], [])
