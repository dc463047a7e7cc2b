"""Promises of ``features/accessibility``, broken."""

from tests.sabotage.catalogue import breaks, rewrite


@breaks("no-barriers-on-the-way-in", finding="in light colours:")
def pale_writing() -> None:
    """What is less important is written in a grey that many cannot read."""
    rewrite("static/css/base.css", "--soft: #55606f;", "--soft: #a9b0ba;")


@breaks("no-barriers-on-the-way-in", finding="in dark colours:")
def pale_writing_in_the_dark() -> None:
    """In dark colours, links and hints can hardly be told from what is behind them."""
    rewrite("static/css/base.css", "--soft: #a4aebc;", "--soft: #4a5261;")


@breaks("no-barriers-on-the-way-in", finding="label: Form elements must have labels")
def field_without_a_name() -> None:
    """The field for the password has its name beside it for the eye alone."""
    rewrite("pages/sign_up.html", '<label for="password">Password</label>', "<span>Password</span>")


@breaks("no-barriers-inside", finding="heading-order: ")
def headings_out_of_order() -> None:
    """The chat's second heading pretends to be one of the fourth rank."""
    rewrite(
        "pages/chat.html",
        '<h2 id="activity-title">Agent activity</h2>',
        '<h4 id="activity-title">Agent activity</h4>',
    )


@breaks("readable-at-any-size", finding="in a window of 320 by 640.*sticks out")
def pages_of_a_fixed_width() -> None:
    """The cards are as wide as they look best on a large screen, wherever they are read."""
    rewrite("static/css/account.css", "minmax(0, 26rem)", "26rem")


@breaks("readable-at-any-size", finding="cuts off its text")
def lines_of_a_fixed_height() -> None:
    """What introduces a form has room for two lines and no more."""
    rewrite(
        "static/css/account.css",
        ".lead {",
        ".lead {\n  max-height: 3.1rem;\n  overflow: hidden;",
    )


@breaks("keyboard-reaches-everything", finding='textbox "Your name" looks the same with the focus')
def focus_not_shown() -> None:
    """Nothing shows where the focus is: the frame was thought ugly."""
    rewrite("static/css/base.css", "outline: 3px solid var(--accent);", "outline: none;")


@breaks("keyboard-reaches-everything", finding="The focus is trapped: Tab does not leave")
def keyboard_trapped() -> None:
    """The Tab key writes a tab, and there is no other way out of the field."""
    rewrite(
        "static/js/forms.js",
        "  connectReveal();\n",
        "  connectReveal();\n"
        "  form.addEventListener('keydown', (e) => e.key === 'Tab' && e.preventDefault());\n",
    )


@breaks("keyboard-reaches-everything", finding='the keyboard does not reach .*class="reveal"')
def button_for_the_mouse_alone() -> None:
    """What shows the password looks like a button, and is one for the mouse."""
    rewrite(
        "pages/sign_up.html",
        '<button class="reveal" type="button"',
        '<button class="reveal" type="button" role="button" tabindex="-1"',
    )


@breaks("keyboard-reaches-everything", finding="against the order of reading")
def focus_in_another_order() -> None:
    """The button at the end of the form comes first."""
    rewrite(
        "pages/sign_up.html",
        '<button class="primary" type="submit"',
        '<button class="primary" type="submit" tabindex="1"',
    )


@breaks("keyboard-suffices", finding="cannot reach the textbox|cannot reach the button")
def fields_not_reached() -> None:
    """No form can be reached by the Tab key."""
    rewrite("static/js/forms.js", "  connectReveal();\n", "  form.inert = true;\n")


@breaks("focus-kept", finding="Waited .* for the focus at the .*: it did not come")
def focus_lost() -> None:
    """Where a form goes away, the focus goes away with it."""
    rewrite("static/js/focus.js", "  target.focus();\n", "")
