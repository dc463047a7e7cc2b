@owner:accessibility
@severity:critical
@browser
Feature: Listening instead of looking
  As someone to whom a screen reader reads the page
  I want to hear what is new, once, and as soon as it is complete
  So that I can follow the agents as well as everybody else

  @promise:read-out-once
  Rule: What is new is read out once, and whole

    Scenario: Ada hears the answer
      Given Ada is in a conversation
      And Ada listens to the page
      When Ada asks "What are the three most expensive models in September 2026?"
      Then Ada hears her question and the whole answer, each once and not in pieces
      And Ada hears once that an agent is at work

    Scenario: Ada comes back to what she knows
      Given Ada is in a conversation
      And Ada has asked "Which models do we use?"
      And Ada has begun another conversation
      And Ada listens to the page
      When Ada goes back to "Which models do we use?"
      Then the conversation is what Ada saw before
      And Ada hears nothing of it again

    @chaos
    Scenario: The line is cut
      Given Ada is in a conversation on a line that can be cut
      And Ada listens to the page
      When the line of Ada is cut and stays so for a few tries
      Then Ada hears once "Connection lost"

  @promise:mistakes-told
  Rule: What was refused is said at once, and belongs to the field that it is about

    Scenario Outline: <place>
      Given Ada listens to the page
      When Ada comes to "<place>"
      Then Ada hears at once "<words>"
      And the field "<field>" is read to Ada as wrong, and with "<words>"

      Examples:
        | place                      | field              | words                           |
        | signing up, refused        | Password           | That password is too easy       |
        | the second factor, refused | Code from your app | That code is wrong, or was used |
        | leaving for good, refused  | Password           | password                        |

    Scenario: Ada follows a link that is not good
      Given Ada listens to the page
      When Ada comes to "confirming, refused"
      Then Ada hears at once "This link is not valid."

  @promise:titles-tell-where
  Rule: The title says where one is

    Scenario: Ada hears the name of her conversation
      Given Ada is in a conversation
      When Ada asks "Which models do we use?"
      Then the title of the page of Ada begins with "Which models do we use?"

  @promise:right-to-left
  Rule: What is written from right to left is shown so, wherever it stands

    Scenario: Ada asks in Arabic
      Given Ada is in a conversation
      When Ada asks "كم أنفقنا في سبتمبر 2026؟"
      Then "كم أنفقنا في سبتمبر 2026؟" runs from right to left wherever Ada's page shows it

  @promise:calm-when-asked
  @needs:own_settings
  Rule: Who asked for less motion sees nothing move

    Scenario: While an agent is at work
      Given agents take their time
      And Ada is in a conversation
      And Ada has asked "Write me a report for September 2026" and the agent is at work
      When Ada asks her device for less motion
      Then nothing moves on the page of Ada, and before something did
