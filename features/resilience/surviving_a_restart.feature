@owner:operations
@severity:critical
Feature: Surviving a restart
  As a user in the middle of a conversation
  I want a restart of the platform to pass me by
  So that updates need no appointment

  @promise:restart-survived
  @needs:restart
  Rule: After a restart everything is as it was

    @browser
    Scenario: The page comes back by itself
      Given Ada is in a conversation of a platform of her own
      And Ada has asked "Which models do we use?"
      When the platform restarts
      Then the page of Ada says "Connected" once the line is back
      And the conversation is the same as before

    @wire
    Scenario: Open connections are told to come back
      Given Ada is in a conversation of a platform of her own
      When the platform restarts
      Then Ada was told to come back, and the connection was closed for a restart

  @promise:crash-survived
  @needs:restart
  @wire
  @chaos
  Rule: After a crash every run is closed or begun anew, and nothing is lost

    Scenario: The platform dies while an agent works and another question waits
      Given Jürgen is in a conversation of a platform that may die, with a device that stays connected
      And Jürgen has asked "What did we spend in total in September 2026?" and the agent is at work
      When Jürgen asks "Which models do we use?", and the platform dies and starts again
      Then the run that was at work is closed as failed within 5 seconds
      And the question that waited is answered once
      And everything reached Jürgen once, in order and unharmed

    Scenario: The platform restarts while an agent works
      Given Jürgen is in a conversation of a platform that may die, with a device that stays connected
      And Jürgen has asked "What did we spend in total in September 2026?" and the agent is at work
      When the platform restarts
      Then everything reached Jürgen once, in order and unharmed
      And the conversation is what a fresh device of Jürgen shows
