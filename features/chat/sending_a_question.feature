@owner:chat
@severity:critical
Feature: Sending a question
  As a user on a shaky line
  I want every question to arrive exactly once
  So that I neither lose it nor pay for it twice

  @promise:accepted-once
  @wire
  Rule: A question sent twice under the same name counts once

    Scenario: An impatient device repeats a question
      Given Ada is in a conversation
      When Ada's device sends "Which models do we use?" twice under the same name
      Then both are accepted in the same words
      And "Which models do we use?" stands in the conversation once
      And one run answers it

  @promise:accepted-is-stored
  @wire
  Rule: What is accepted is stored already

    Scenario: Ada looks from another device the moment her question is accepted
      Given Ada is in a conversation
      When the question "Which models do we use?" is accepted from Ada
      Then another device of Ada shows "Which models do we use?"

  @promise:empty-refused
  @wire
  Rule: A message with nothing in it is refused, and nothing else suffers

    Scenario Outline: A message of <nothing>
      Given Ada is in a conversation
      When Ada sends a message of <nothing>
      Then Ada is told "There is nothing in that message."
      And Ada can still ask and get an answer

      Examples:
        | nothing          |
        | no characters    |
        | spaces           |
        | line breaks      |
        | invisible spaces |
