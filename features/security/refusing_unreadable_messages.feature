@owner:security
@severity:normal
Feature: Refusing unreadable messages
  As an engineer who builds on the chat
  I want every mistake answered with a clear sentence
  So that I find it without asking anybody

  @promise:clear-refusals
  @wire
  Rule: A message that cannot be read is refused by name, and the connection lives on

    Scenario Outline: A message that is <mistake>
      Given Ada is in a conversation
      When Ada's device sends a message that is <mistake>
      Then it is refused as "<code>" with advice and without inner details
      And Ada can still ask and get an answer

      Examples:
        | mistake               | code              |
        | not JSON              | invalid_json      |
        | a list                | invalid_json      |
        | binary                | not_text          |
        | of an unknown kind    | unknown_type      |
        | without a kind        | missing_field     |
        | without a text        | missing_field     |
        | with a number as text | wrong_field_type  |
        | with a foreign field  | wrong_field_type  |
        | longer than allowed   | message_too_large |

  @promise:oversize-refused
  @wire
  Rule: A message beyond all measure ends the connection, and only that one

    Scenario: A message of a million letters
      Given Ada is in a conversation
      And Alan is in a conversation
      When Ada's device sends a message beyond all measure
      Then the connection of Ada is closed because the message was too big
      And Alan can still ask and get an answer
