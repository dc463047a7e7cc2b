@owner:security
@severity:critical
Feature: Ending log-ins in time
  As the owner of an account
  I want a log-in that is forgotten or copied to end by itself
  So that whoever finds or steals it gets nothing

  @promise:idle-log-in-ends
  @wire
  @needs:own_settings
  Rule: A log-in that is not used for long ends

    Scenario: Ada leaves a device in a drawer
      Given log-ins end after a second without use
      And Ada has an account
      When Ada logs in and leaves it at that
      Then Ada has to log in again

  @promise:connection-ends-with-log-in
  @wire
  @needs:own_settings
  Rule: A connection lasts no longer than the log-in that opened it

    Scenario: Ada's device falls silent with the chat open
      Given log-ins end after a second without use
      When Ada enters the chat
      Then the connection of Ada is closed because she may no longer use it

  @promise:copied-log-in-ends
  @wire
  @needs:own_settings
  Rule: A log-in that was copied ends for both as soon as both have used it

    Scenario: Mallory uses a copy after Ada
      Given a log-in may be renewed only once with the same key
      And Ada is in a conversation
      And Mallory has copied the key to Ada's log-in
      And Ada has renewed her log-in
      When Mallory renews the log-in with the copy
      Then Mallory gets nothing
      And the connection of Ada is closed because she may no longer use it

    Scenario: Ada comes after the copy was used
      Given a log-in may be renewed only once with the same key
      And Ada is in a conversation
      And Mallory has copied the key to Ada's log-in
      And Mallory has renewed the log-in with the copy
      When Ada renews her log-in
      Then Ada has to log in again
