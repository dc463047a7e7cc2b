@owner:security
@severity:critical
Feature: Talking past the end of a pass
  As someone in the middle of a conversation
  I want my log-in renewed without my noticing, and ended at once where I want it
  So that safety costs me no word, and a lost device tells no word of mine

  @promise:pass-renewed-silently
  @browser
  @wire
  @needs:own_settings
  Rule: A pass that runs out in a conversation is renewed, and nothing is lost

    Scenario: Ada asks again when her pass has run out four times
      Given passes work for a second, and log-ins for three without use
      And Ada is in a conversation
      And Ada has asked "Which models do we use?"
      When Ada asks "What did we spend in total in September 2026?" when her pass has been renewed four times
      Then each of the 2 runs of Ada shows its events, complete and in order
      And everything that reached Ada is numbered from 1 without a gap
      And Ada has kept her first connection

  @promise:lost-renewal-forgiven
  @wire
  @needs:own_settings
  Rule: A renewal whose answer gets lost on the way costs nobody the log-in

    Scenario: Ada's line breaks while her log-in is renewed
      Given a log-in may be renewed only once with the same key
      And Ada is in a conversation
      And the answer to the renewal of Ada's log-in was lost, twice
      When Ada renews her log-in
      Then Ada can still ask and get an answer

  @promise:run-survives-log-out
  @wire
  @needs:own_settings
  Rule: A log-in that is ended in the middle of a run is out at once, and the answer is kept

    Scenario: Ada ends her log-in from another device
      Given agents take their time
      And Ada is in a conversation
      And Ada has asked "What are the three most expensive models?" and the agent is at work
      When Ada ends her log-in from another device
      Then the connection of Ada is closed because she may no longer use it
      And Ada finds the whole run when she has logged in again
