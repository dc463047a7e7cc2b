"""Promises of ``features/accessibility``, broken."""

from tests.sabotage.catalogue import breaks, rewrite


@breaks("no-barriers-on-the-way-in", finding="in light colours:")
def pale_writing() -> None:
    """What is less important is written in a grey that many cannot read."""
    rewrite("static/css/base.css", "light-dark(#55606f, ", "light-dark(#a9b0ba, ")


@breaks("no-barriers-on-the-way-in", finding="in dark colours:")
def pale_writing_in_the_dark() -> None:
    """In dark colours, links and hints can hardly be told from what is behind them."""
    rewrite("static/css/base.css", ", #a4aebc);", ", #4a5261);")


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


@breaks("read-out-once", finding=r"Ada also heard, apart from it: \['")
def answer_read_piece_by_piece() -> None:
    """Each piece of an answer is read out as it is written."""
    rewrite("static/js/conversation.js", 'article.ariaBusy = "true"', 'article.ariaBusy = "false"')


@breaks("read-out-once", finding=r"Ada heard 'What.*' 0 times")
def conversation_read_by_nobody() -> None:
    """What comes into a conversation is shown, and not read out."""
    rewrite(
        "static/js/conversation.js",
        '    ariaLabel: "Conversation",',
        '    ariaLabel: "Conversation",\n    ariaLive: "off",',
    )


@breaks("read-out-once", finding=r"Ada heard 'is at work' [1-9]\d* times")
def same_words_read_again_and_again() -> None:
    """Whatever the page says of its state is written anew with every piece of news."""
    rewrite("static/js/coming_in.js", "if (element.textContent !== words) ", "")


@breaks("mistakes-told", finding="Ada heard 'That password is too easy' 0 times")
def mistake_shown_and_not_said() -> None:
    """A mistake is shown to those who look."""
    rewrite(
        "pages/sign_up.html",
        '<div class="problem" id="problem" role="alert">',
        '<div class="problem" id="problem" role="alert" aria-live="off">',
    )


@breaks("mistakes-told", finding="the field 'Password' is read as")
def mistake_told_apart_from_its_field() -> None:
    """Whoever comes to the field is not told what is wrong with it."""
    rewrite("static/js/refusal.js", "  describedBy(field, (ids) => [...ids, box.id]);\n", "")


@breaks("titles-tell-where", finding="Waited .* for a title that begins with")
def every_page_called_chat() -> None:
    """The title of the chat is the same for all conversations."""
    rewrite("static/js/keeping.js", "    document.title = `${title} · Chat is King`;\n", "")


@breaks("right-to-left", finding="the page lays it out .*ltr")
def everything_from_left_to_right() -> None:
    """Messages run from left to right, whatever they are written in."""
    rewrite("static/js/conversation.js", '    article.dir = "auto";\n', "")


@breaks("calm-when-asked", finding=r"\d+ parts of the page move")
def motion_for_everybody() -> None:
    """What moves, moves for everybody."""
    rewrite("static/css/base.css", "    animation: none !important;\n", "")
