"""The provider's pages: log in, and agree that a platform may know who one is."""

from typing import Any

from flask import render_template_string

_PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ title }}</title></head>
<body>
<main>
<h1>{{ title }}</h1>
{% if problem %}<p role="alert">{{ problem }}</p>{% endif %}
{% if way_back %}<p><a href="{{ way_back }}">Go back by hand</a></p>{% endif %}
{% if step == "log in" %}
<form method="post">
<p><label>E-mail address <input name="email" autocomplete="username"></label></p>
<p><label>Password <input name="password" type="password"></label></p>
<p><button name="step" value="log in">Log in</button></p>
</form>
{% elif step == "consent" %}
<p>{{ name }}, {{ client }} wants to know your name and your e-mail address.</p>
<form method="post">
<p><button name="step" value="allow">Allow</button>
<button name="step" value="deny">Deny</button></p>
</form>
{% endif %}
</main>
</body>
</html>
"""


def page(provider: str, step: str = "", **words: Any) -> str:
    """A page of the provider.

    Args:
        provider: Its title.
        step: "log in", "consent", or nothing more than a problem.
        words: ``problem``, ``name`` of the person, ``client`` that asks,
            ``way_back`` where the page does not go back by itself.
    """
    titles = {"log in": f"Log in to {provider}", "consent": f"{provider} asks for your consent"}
    title = titles.get(step, provider)
    return render_template_string(_PAGE, title=title, step=step, **words)
