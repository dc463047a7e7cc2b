@owner:chat
@severity:normal
Feature: Keeping calm about clocks
  As a user whose computer does not know the time
  I want the chat to work all the same
  So that a wrong clock costs me nothing

  @promise:own-clock-does-not-matter
  @browser
  Rule: The clock of the user's own device changes nothing

    Scenario Outline: Ada's clock is set <way> in the middle of a conversation
      Given Ada is in a conversation
      And Ada has asked "Which models do we use?"
      And the clock of Ada is set <way> by an hour
      When Ada asks "What are the three most expensive models in September 2026?"
      Then each of the 2 runs of Ada is complete and in order
      And the conversation is what a fresh device of Ada shows

      Examples:
        | way     |
        | back    |
        | forward |
