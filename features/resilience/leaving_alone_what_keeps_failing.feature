@owner:operations
@severity:critical
@needs:faulty_tools
Feature: Leaving alone what keeps failing
  As a user of a platform on which something is broken
  I want to hear at once that it does not work now
  So that I do not wait for what cannot succeed, and what is ill can recover

  # A breaker stands before each tool and each provider of models. It opens after failures in a row,
  # refuses everything for a while, then lets one call through, and closes when that succeeds.
  @promise:breaker-opens
  @wire
  Rule: What has failed again and again is not tried for a while, and I am told at once

    Scenario: A tool
      Given Ada is in a conversation of a platform whose breakers open after 3 failures, for an hour
      And Ada's questions for the total have failed until its tool is left alone
      When Ada asks "What did we spend in total in September 2026?"
      Then the run of Ada ends as failed, complete and in order
      And Ada is told that it is unavailable, and no tool was tried
      And the operator counts that the breaker of "tool spend_total" refused it

    Scenario: Another tool goes on working
      Given Ada is in a conversation of a platform whose breakers open after 3 failures, for an hour
      And Ada's questions for the total have failed until its tool is left alone
      When Ada asks "Which models do we use?"
      Then each of the runs but that of the last question failed, and it succeeded

    Scenario: A provider of models
      Given Ada is in a conversation of a platform whose provider of models is down
      And Ada has asked "What did we spend in total in September 2026?" and that has failed
      When Ada asks "What did we spend in total in September 2026?"
      Then the run of Ada ends as failed, complete and in order
      And Ada is told that it is unavailable, and no tool was tried

  @promise:breaker-closes
  @wire
  Rule: After a while one call tries whether it works again: if so all goes on, if not it is left alone again

    Scenario: It works again
      Given Ada is in a conversation of a platform whose breakers open after 3 failures, for a second
      And the tools fail 3 times
      And Ada has asked "What did we spend in total in September 2026?" and that has failed
      When Ada asks it again when the breaker of "tool spend_total" lets one call through
      Then the answer names the total spending of "2026-09"
      And the breaker went open, half open after 1 second at least, and closed

    Scenario: It still does not work
      Given Ada is in a conversation of a platform whose breakers open after 3 failures, for a second
      And the tools fail until further notice
      And Ada has asked "What are the three most expensive models in September 2026?" and that has failed
      When Ada asks it again when the breaker of "tool top_spenders" lets one call through
      Then the run of Ada ends as failed, complete and in order
      And its tool was tried 1 time
      And the breaker went open, half open after 1 second at least, and open

  @promise:breakers-seen
  @browser
  @wire
  Rule: Who looks after the platform sees what is left alone, and nobody else does

    Scenario: Somebody of the support
      Given Ada is in a conversation of a platform whose breakers open after 3 failures, for an hour
      And Noam has the role of support, and no second factor
      And Ada's questions for the total have failed until its tool is left alone
      When Noam looks at the breakers
      Then Noam sees that "tool spend_total" is open

    Scenario: A user
      Given Ada is in a conversation of a platform whose breakers open after 3 failures, for an hour
      When Ada looks at the breakers
      Then Ada sees none, and is told "You may not do that."
