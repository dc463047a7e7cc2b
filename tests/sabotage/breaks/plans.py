"""Promises about plans, roles and administration, broken."""

from dataclasses import replace as changed

from chat_platform.accounts import administration
from chat_platform.accounts.administration import Administration, Permission
from chat_platform.accounts.sessions import Sessions
from chat_platform.accounts.tables import User
from chat_platform.chat import room
from chat_platform.chat.room import ChatRoom
from tests.sabotage.catalogue import breaks, replace, rewrite

NOT_TOLD = "was told .*not 'You may not do that"


@breaks("plan-agents", finding="was told .Reporter answered with")
def every_agent_for_everybody() -> None:
    """Every plan includes every agent."""
    _every_plan(agents=None)


@breaks("plan-agents", finding="is not answered|was not answered|answer")
def no_reporter_for_anybody() -> None:
    """No plan includes the reporter."""
    _every_plan(agents=frozenset({"triage", "cost_analyst", "optimizer"}))


@breaks("plan-questions-a-day", finding="an error message")
def questions_not_counted() -> None:
    """One may ask as often as one likes, whatever the plan."""
    _every_plan(questions_a_day=None)


@breaks("plan-questions-at-once", finding="an error message")
def any_number_at_once() -> None:
    """Any number of questions may wait for their answers, whatever the plan."""
    _every_plan(at_once=None)


@breaks("plan-question-length", finding="an error message")
def any_length() -> None:
    """A question may be as long as the platform takes, whatever the plan."""
    _every_plan(longest_question=None)


@breaks("plan-data", finding="Ada was not refused")
def data_for_everybody() -> None:
    """Whoever has an account may download the usage data."""
    _every_plan(data_export=True)


@breaks("plan-change-told", finding="the words mid plan in Ada's chat")
def plan_changed_in_silence() -> None:
    """Open chats are not told of a new plan."""
    replace(ChatRoom, "tell_standing", lambda _: lambda _self, _user, _plan, _role: None)


@breaks("plan-change-told", finding="the words mid plan in Ada's chat")
def page_shows_old_plan() -> None:
    """The page takes no notice of a new plan until it is loaded anew."""
    rewrite("static/js/client.js", '"plan_changed"', '"something_else"')


@breaks("plan-change-counts", finding="was not answered|was answered: ")
def plan_of_the_first_question_stays() -> None:
    """A person is judged by the plan of the first question, whatever was changed since."""
    known = {}

    def make(current_plan):
        return property(lambda self: known.setdefault(self.id, current_plan.fget(self)))

    replace(User, "current_plan", make)


@breaks("trial-ends", finding="the end of Søren's trial")
def trials_never_end() -> None:
    """A trial goes on for ever."""
    replace(User, "current_plan", lambda _: property(lambda self: self.plan))


@breaks("only-administrators-change", finding=NOT_TOLD)
def everybody_administers() -> None:
    """Nobody's role is looked at."""
    replace(administration, "demand", lambda _: _allowed)
    replace(administration, "demand_of", lambda _: _allowed)


@breaks("support-only-looks", finding="buttons and lists to choose from")
def support_is_shown_everything() -> None:
    """The page offers to change people to everybody who sees them."""
    rewrite("static/js/admin.js", 'may.includes("change people") ?', "true ?")


@breaks("administrator-gives-plan", finding="is on the free plan, not on the mid plan")
def plans_not_given() -> None:
    """What an administrator saves is forgotten."""

    def make(_change):
        return lambda _self, session, _by, user, _plan, _role: session.get_one(User, user.id)

    replace(Administration, "_change", make)


@breaks("administrator-gives-plan", finding="on record are")
def changes_leave_no_trace() -> None:
    """Changes are not recorded."""
    replace(administration, "_note", lambda _: lambda _session, _by, _user, _what: None)


@breaks("administrator-second-factor", finding="told .*not 'Changing things for others")
def password_is_enough_to_administer() -> None:
    """Administrators need no second factor."""

    def make(_demand_change):
        async def demand_role(_self, caller):
            administration.demand(caller, Permission.CHANGE_PEOPLE)

        return demand_role

    replace(Administration, "_demand_change", make)


@breaks("role-ends-at-once", finding="still changed the plan of Ada")
def role_lasts_as_long_as_the_log_in() -> None:
    """Whoever had a role in this log-in keeps it."""
    had = {}

    def make(role):
        def whatever_it_was(self):
            if role.fget(self) != "member":
                had[self.id] = role.fget(self)
            return had.get(self.id, role.fget(self))

        return property(whatever_it_was)

    replace(User, "role", make)


@breaks("administrator-ends-log-ins", finding="to be closed")
def ended_log_ins_go_on() -> None:
    """Logging somebody out everywhere ends no connection."""
    replace(Sessions, "tell_revoked", lambda _: lambda _self, _ids: None)


@breaks("one-administrator-stays", finding="was told .*not 'Nobody else could administer")
def last_administrator_may_go() -> None:
    """The last administrator may give the role up."""
    replace(administration, "keep_an_admin", lambda _: lambda _session, _user: None)


def _every_plan(**terms):
    def make(plan_book):
        def book(selling):
            return {plan: changed(of, **terms) for plan, of in plan_book(selling).items()}

        return book

    replace(room, "plan_book", make)


def _allowed(_who, _permission):
    return None
