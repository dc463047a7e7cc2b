"""The stages of a journey and their limits."""

from pytest_bdd import then

from steps.people import People


@then("the stages of the journey kept their limits:")
def _(people: People, datatable: list[list[str]]) -> None:
    taken = people.latest.stages
    for stage, limit in datatable[1:]:
        assert taken[stage] <= float(limit), f"{stage} took {taken[stage]:.2f} s, not {limit} s"
