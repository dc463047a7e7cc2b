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
